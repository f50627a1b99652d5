/**
 * Tables on their way in and proposals on theirs: every step of both, as the organiser and as a
 * town see it, at the size of a laptop and of a phone, in both languages.
 *
 * `ONLY=faulty npm run e2e` runs the matching ones; `SHOTS=folder` keeps the pictures.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, PHONE } from './browser.mjs';
import { answers, look, problem, SIZES, sizesOf, visit } from './desk.mjs';
import * as data from './import-data.mjs';

const only = process.env['ONLY'];

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const known = (more = {}) =>
  answers({
    '/api/imports': data.imports,
    '/api/proposals': data.proposals,
    ...more,
  });
const asTown = (more = {}) =>
  known({ '/api/session': { account: data.townAccount }, '/api/proposals': data.own, ...more });
const ID = data.faulty.id;
const at = (view) => ({ [`/api/imports/${ID}`]: view });
const PAGE = `/imports/${ID}`;

/** name: [address, what the server knows, what to do on the page before looking] */
const pages = {
  imports: ['/imports', known()],
  'imports-town': ['/imports', asTown()],
  'imports-empty': ['/imports', known({ '/api/imports': [] })],
  'imports-error': ['/imports', known({ '/api/imports': problem(500, 'internal', '') })],
  'imports-phones': [
    '/imports',
    known(),
    async (page) => {
      await page.getByRole('button', { name: '导出完整电话…' }).click();
      await page.getByLabel('我知道，需要完整的电话号码').check();
    },
  ],
  'imports-undo': [
    '/imports',
    known({ [`/api/imports/${data.imports[1].id}`]: { ...data.applied, table: 'projects' } }),
    async (page) => {
      await page.getByRole('button', { name: '撤销“粘贴的项目.tsv”的导入' }).click();
      await page.getByText('会回到导入前的样子').waitFor();
    },
  ],
  'import-upload': ['/imports/new?table=people', known()],
  'import-pasted': [
    '/imports/new?table=projects',
    known(),
    async (page) => {
      await page.evaluate(() => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', '里口村');
        const event = new ClipboardEvent('paste', {
          clipboardData,
          bubbles: true,
          cancelable: true,
        });
        document.querySelector('textarea').dispatchEvent(event);
      });
      await page.getByText('粘贴的内容不像表格').waitFor();
    },
  ],
  'import-reading': [PAGE, known(at(data.reading))],
  'import-columns': [PAGE, known(at(data.guessed))],
  'import-doubled': [
    PAGE,
    known(at(data.guessed)),
    (page) => page.getByLabel('“所在地”放进哪一列').selectOption('town'),
  ],
  'import-faulty': [PAGE, known(at(data.faulty))],
  'import-faulty-town': [PAGE, asTown(at(data.faulty))],
  'import-clean': [PAGE, known(at(data.clean))],
  'import-same': [PAGE, known(at(data.same))],
  'import-refused': [PAGE, known(at(data.refused))],
  'import-applied': [PAGE, known(at(data.applied))],
  'import-applied-town': [PAGE, asTown(at(data.applied))],
  'import-fixed': [PAGE, known(at(data.fixed))],
  'import-undone': [PAGE, known(at(data.undone))],
  'import-gone': [PAGE, known(at(problem(404, 'not_found', '没有这次导入')))],
  proposals: [
    '/proposals',
    known(),
    async (page) => {
      for (const summary of await page.locator('summary').all()) await summary.click();
    },
  ],
  'proposals-folded': ['/proposals', known()],
  'proposals-approve': [
    '/proposals',
    known(),
    (page) => page.getByRole('button', { name: '全部批准（3 项） 发城镇' }).click(),
  ],
  'proposals-reject': [
    '/proposals',
    known(),
    async (page) => {
      await page
        .getByRole('button', { name: /^退回：/ })
        .first()
        .click();
      await page.locator('dialog .primary').click();
    },
  ],
  'proposals-rejected': [
    '/proposals?state=rejected',
    known({
      '/api/proposals': data.answered('rejected', '请附批复文号，户数按户籍系统的数填写。'),
    }),
  ],
  'proposals-town': [
    '/proposals',
    asTown(),
    async (page) => {
      for (const summary of await page.locator('summary').all()) await summary.click();
    },
  ],
  'proposals-town-rejected': [
    '/proposals?state=rejected',
    asTown({ '/api/proposals': data.answered('rejected', '请附批复文号。') }),
  ],
  'proposals-empty': ['/proposals', known({ '/api/proposals': [] })],
  'proposals-error': ['/proposals', known({ '/api/proposals': problem(500, 'internal', '') })],
};

function open(name, size, language) {
  const [address, server, act] = pages[name];
  return visit(browser, { address, known: server, act, size, language, name });
}
const chosen = (names) => names.filter((name) => !only || name.includes(only));

for (const name of chosen(Object.keys(pages))) {
  test(`${name} is accessible and whole at every size`, () =>
    Promise.all(
      sizesOf().map(async (width) => {
        const { page, faults, close } = await open(name, SIZES[width], 'zh-CN');
        await look(page, `${name}-${width}`);
        assert.deepEqual(faults, []);
        await close();
      }),
    ));
}

/** Longer words than the Chinese ones: nothing may break where they stand. */
const IN_ENGLISH = ['imports', 'import-upload', 'import-columns', 'import-faulty'].concat([
  'import-applied-town',
  'proposals-folded',
  'proposals-town-rejected',
]);
for (const name of chosen(IN_ENGLISH)) {
  test(`${name} is accessible and whole in English on a phone`, async () => {
    const { page, faults, close } = await open(name, PHONE, 'en');
    await look(page, `${name}-en-375`);
    assert.deepEqual(faults, []);
    await close();
  });
}

/** Journeys: [what happens, as a sentence]. */
const journeys = {
  'a file is read while its rows are counted, and shows its difference when done': async () => {
    let asked = 0;
    const server = known({
      [`POST /api/imports/people`]: { ...data.faulty, state: 'reading', rows_read: 0 },
      [`/api/imports/${ID}`]: () => {
        asked += 1;
        return asked < 3
          ? { ...data.faulty, state: 'reading', rows_read: asked * 32_000, differences: [] }
          : data.faulty;
      },
    });
    const { page, faults, close } = await visit(browser, {
      address: '/imports/new?table=people',
      known: server,
    });
    await page.setInputFiles('input[type=file]', {
      name: '书记名册.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('姓名,村\n示例书记一,里口村\n'),
    });
    await page.getByText('已读 32,000 行').waitFor();
    await page.getByRole('heading', { name: '4 行有错' }).waitFor();
    assert.match(page.url(), new RegExp(`/imports/${ID}`));
    assert.deepEqual(faults, []);
    await close();
  },
  'faulty rows stop the writing until somebody leaves them out': async () => {
    const sent = [];
    let state = data.faulty;
    const server = known({
      [`/api/imports/${ID}`]: () => state,
      [`POST /api/imports/${ID}/apply`]: (body) => {
        sent.push(body);
        state = data.applied;
        return state;
      },
    });
    const { page, close } = await visit(browser, { address: PAGE, known: server });
    const write = page.getByRole('button', { name: '写入 13 条' });
    assert.equal(await write.isDisabled(), true);
    await page.getByLabel('跳过有错的 4 行，只写入其余的').check();
    await write.click();
    await page.getByText('新增 4 条，改动 9 条。').waitFor();
    await page.getByText('有错的 4 行没有写入。').waitFor();
    assert.deepEqual(sent, [{ skip_faulty: true }]);
    await close();
  },
  'cells pasted from a spreadsheet are sent as a file': async () => {
    let sent;
    const server = known({
      'POST /api/imports/projects': data.clean,
      [`/api/imports/${ID}`]: data.clean,
    });
    const { page, close } = await visit(browser, {
      address: '/imports/new?table=projects',
      known: server,
    });
    page.on('request', (request) => {
      if (request.method() === 'POST') sent = request;
    });
    await page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', '项目编号\t项目名称\r\nHY2022-001\t水渠\r\n');
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      document.querySelector('textarea').dispatchEvent(event);
    });
    await page.getByText('将新增 611 条，改动 1,800 条').waitFor();
    assert.equal(new URL(sent.url()).searchParams.get('file'), '粘贴的项目.tsv');
    assert.equal(
      sent.postDataBuffer().toString('utf8'),
      '\uFEFF项目编号\t项目名称\nHY2022-001\t水渠\n',
    );
    await close();
  },
  'chosen columns are sent and the file is read again': async () => {
    let sent;
    let state = data.guessed;
    const server = known({
      [`/api/imports/${ID}`]: () => state,
      [`PUT /api/imports/${ID}/columns`]: (body) => {
        sent = body;
        state = data.faulty;
        return state;
      },
    });
    const { page, close } = await visit(browser, { address: PAGE, known: server });
    await page.getByText('还缺必填的列：村。').waitFor();
    await page.getByLabel('“所在地”放进哪一列').selectOption('village');
    await page.getByRole('button', { name: '按新的对应重新读取' }).click();
    await page.getByRole('heading', { name: '4 行有错' }).waitFor();
    assert.deepEqual(sent.headings[4], { heading: '所在地', column: 'village' });
    assert.equal(sent.headings.length, data.guessed.headings.length);
    await close();
  },
  'what was changed since the difference was seen is told, and the file is read again':
    async () => {
      let state = data.clean;
      const server = known({
        [`/api/imports/${ID}`]: () => state,
        [`POST /api/imports/${ID}/apply`]: () => {
          state = { ...data.clean, counts: { ...data.clean.counts, changed: 1_799, same: 20 } };
          return problem(409, 'import_outdated', '核对之后，名册或项目库有人改过；没有写入');
        },
      });
      const { page, close } = await visit(browser, { address: PAGE, known: server });
      await page.getByRole('button', { name: '写入 2,411 条' }).click();
      await page.getByText('核对之后，名册或项目库有人改过').waitFor();
      await page.getByRole('button', { name: '写入 2,410 条' }).waitFor();
      await close();
    },
  'an import is undone as a whole, and not when others built on it': async () => {
    let state = data.applied;
    const server = known({
      [`/api/imports/${ID}`]: () => state,
      [`POST /api/imports/${ID}/undo`]: () => {
        state = data.undone;
        return state;
      },
    });
    const { page, close } = await visit(browser, { address: PAGE, known: server });
    await page.getByRole('button', { name: '撤销整次导入' }).click();
    await page.locator('dialog').getByText('新增的 4 条会去掉。').waitFor();
    await page.locator('dialog').getByRole('button', { name: '撤销整次导入' }).click();
    await page.getByText('已经全部撤回').waitFor();
    await close();
    const other = await visit(browser, { address: PAGE, known: known(at(data.fixed)) });
    await other.page.getByText('不能撤销').waitFor();
    assert.equal(await other.page.getByRole('button', { name: '撤销整次导入' }).count(), 0);
    await other.close();
  },
  'whole phone numbers leave only by a choice of their own': async () => {
    const { page, close } = await visit(browser, { address: '/imports', known: known() });
    await page.getByRole('button', { name: '导出完整电话…' }).click();
    const dialog = page.locator('dialog[open]');
    assert.equal(await dialog.locator('a[href*="phones=true"]').count(), 0);
    await page.getByLabel('我知道，需要完整的电话号码').check();
    const href = await dialog.locator('a.primary').getAttribute('href');
    assert.equal(href, '/api/exports/people.xlsx?phones=true&lang=zh');
    await close();
    const town = await visit(browser, { address: '/imports', known: asTown() });
    assert.equal(await town.page.getByRole('button', { name: '导出完整电话…' }).count(), 0);
    await town.close();
  },
  'all proposals of a town’s import are approved at once, those in conflict are not': async () => {
    const sent = [];
    let waiting = data.proposals;
    const server = known({
      '/api/proposals': () => waiting,
      'POST /api/proposals/approve': (body) => {
        sent.push(body);
        waiting = waiting.filter(({ id }) => !body.proposals.includes(id));
        return { approved: body.proposals.length };
      },
    });
    const { page, close } = await visit(browser, { address: '/proposals', known: server });
    assert.equal(await page.getByRole('button', { name: /^批准：沟杨家村垃圾/ }).count(), 0);
    await page.getByRole('button', { name: '全部批准（3 项） 发城镇' }).click();
    await page.getByText('将新增 1 条，改动 2 条').waitFor();
    await page.locator('dialog').getByRole('button', { name: '全部批准（3 项）' }).click();
    await page.getByText('已批准 3 项。').waitFor();
    assert.equal(sent[0].proposals.length, 3);
    assert.equal(await page.getByText('一次导入').count(), 0);
    await close();
  },
  'a proposal goes back only with an answer': async () => {
    const sent = [];
    const [first] = data.proposals;
    const server = known({
      [`POST /api/proposals/${first.id}/reject`]: (body) => {
        sent.push(body);
        return first;
      },
    });
    const { page, close } = await visit(browser, { address: '/proposals', known: server });
    await page.getByRole('button', { name: `退回：${first.title}` }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.getByRole('button', { name: '退回' }).click();
    await dialog.getByText('请写明退回的原因').waitFor();
    await dialog.getByLabel('答复').fill('请附批复文号');
    await dialog.getByRole('button', { name: '退回' }).click();
    await page.getByText(`已退回“${first.title}”。`).waitFor();
    assert.deepEqual(sent, [{ answer: '请附批复文号' }]);
    await close();
  },
};
for (const name of chosen(Object.keys(journeys))) test(name, journeys[name]);
