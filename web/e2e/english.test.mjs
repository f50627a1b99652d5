/**
 * The data of a year for somebody who reads English: a county whose names are all in Latin letters,
 * played against the real program. What is Chinese on a page is then ours, and none of it may be.
 *
 * `SHOTS=<folder>` keeps pictures.
 */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { checkAccessible, checkNoSideScroll, LAPTOP, launch, PHONE } from './browser.mjs';
import { startEmpty } from './program.mjs';

const PASSWORD = 'a-long-password-1';
const shots = process.env['SHOTS'];
/** The seal of the product, and the other language's name in that language. */
const OURS = new Set(['评议', '中文']);

let server;
let browser;
let organiser;
let town;

before(
  async () => {
    if (shots) await mkdir(shots, { recursive: true });
    server = await startEmpty('organiser', 'Organiser', PASSWORD);
    browser = await launch();
  },
  { timeout: 60_000 },
);
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function person(login, device = LAPTOP) {
  const context = await browser.newContext({ ...device, locale: 'en-GB' });
  await context.addInitScript(() => localStorage.setItem('pingyi.locale', 'en'));
  const page = await context.newPage();
  await page.goto(`${server.url}/admin/`);
  await page.getByLabel('Login').fill(login);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((address) => !address.pathname.endsWith('/sign-in'));
  return page;
}

/** Asks the server as the page's account; a refusal ends the test. */
const ask = (page, method, address, body) =>
  page.evaluate(
    async ([how, where, what]) => {
      const raw = typeof what === 'string';
      const sent = what === null ? {} : { body: raw ? what : JSON.stringify(what) };
      const answer = await fetch(where, {
        method: how,
        headers: { 'content-type': raw ? 'application/octet-stream' : 'application/json' },
        ...sent,
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${how} ${where}: ${answer.status} ${text}`);
      return text ? JSON.parse(text) : null;
    },
    [method, address, body ?? null],
  );

/**
 * Every text of the page with Chinese in it: what is read, named, described or hinted. What is
 * marked as Chinese is meant to be, such as the county's words in both languages.
 */
const chinese = (page) =>
  page.evaluate(() => {
    const han = /\p{Script=Han}/u;
    const found = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement: at, textContent: text } = walker.currentNode;
      const meant = at?.closest('script, style, noscript, body [lang|=zh]');
      if (han.test(text) && !meant) found.add(text.trim());
    }
    for (const each of document.querySelectorAll('*'))
      for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description'])
        if (han.test(each.getAttribute(name) ?? '')) found.add(each.getAttribute(name));
    if (han.test(document.title)) found.add(document.title);
    return [...found];
  });

async function read(page, address, name) {
  await page.goto(`${server.url}/admin${address}`);
  await page.locator('#page-title').waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true]'));
  for (const summary of await page.locator('main summary').all())
    if (await summary.isVisible()) await summary.click();
  await page.waitForTimeout(150); // Histories that unfold are asked for first.
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true]'));
  await seen(page, name);
}
async function seen(page, name) {
  if (shots)
    await page.screenshot({ path: path.join(shots, `english-${name}.png`), fullPage: true });
  const left = (await chinese(page)).filter((text) => !OURS.has(text));
  assert.deepEqual(left, [], name);
  await checkAccessible(page, name);
  await checkNoSideScroll(page, name);
}

/** Brings a table in and gives what the server then says of it. */
async function bringIn(page, table, text, write = true) {
  let view = await ask(page, 'POST', `/api/imports/${table}?file=${table}.csv`, text);
  for (let tries = 0; view.state === 'reading' && tries < 100; tries += 1) {
    await page.waitForTimeout(50);
    view = await ask(page, 'GET', `/api/imports/${view.id}`);
  }
  if (!write) return view;
  assert.equal(view.state, 'ready', JSON.stringify([view.refusal_en, view.faults]));
  return ask(page, 'POST', `/api/imports/${view.id}/apply`, { skip_faulty: false });
}

const UNITS = `Kind,Town,Name,Unit code,Households,Year,Income (10,000 yuan),Rank in town
county,,Sealand,C,,,,
town,,Northton,T1,,,,
subdistrict,,Southgate,T2,,,,
village,Northton,Alder,V1,120,2025,32.5,1
village,Northton,Birch,V2,90,2025,8,2
village,Northton,Cedar,V3,40,,,
village,Southgate,Dogwood,V4,300,,,
`.replace('Income (10,000 yuan)', '"Income (10,000 yuan)"');
const PEOPLE = `Person code,Name,Sex,Year of birth,Phone,Town,Village,Post,From,Batch,Status
R1,Ann Lee,female,1970,13812345678,Northton,Alder,secretary,2019-03-01,1,managed
R2,Ben Fox,Male,1975,,Northton,Birch,secretary,2021-05-01,,
R3,Cal Moon,M,1990,,Northton,Alder,reserve,2024-01-01,,
R4,Dee Hart,女,1968,,Southgate,Dogwood,secretary,2015-01-01,1,managed
`;
const PROJECTS = `Project number,Project name,Category,Town,Villages,Owner,Leader,Content,Households,Decided on,Planned start,Actual start,Planned finish,Progress (%),Problem,Solver,State
P-1,Road,Roads,Northton,Alder,Council,Ms Wu,1.2 km of road,120,2026-01-10,2026-03-01,2026-03-05,2026-08-01,40%,Land is not free,Land office,building
P-2,Barn,Trade,Northton,Birch,Council,,A barn,,2026-01-10,2026-03-01,,2027-03-01,0%,,,registered
P-3,Wall,Trade,Southgate,Dogwood,Council,,A wall,,2026-02-10,2026-03-01,2026-03-02,2027-06-01,80%,,,building
`;
const FUNDING = `Project number,Source,"Planned (10,000 yuan)","Arrived (10,000 yuan)","Spent (10,000 yuan)"
P-1,County,58.49,40,20.5
P-2,County,6.62,,
P-3,Village,10,10,8
`;
const MILESTONES = `Project number,Milestone,Weight (%),Planned,Actual
P-1,Ground,60,2026-05-01,2026-05-10
P-1,Surface,40,2026-08-01,
`;

let ids;
const unit = (name) => ids.units.find((one) => one.name === name).id;

test('a county comes in from English tables, with everything that can be said of it', async () => {
  organiser = await person('organiser');
  await read(organiser, '/units', 'units-empty');
  await read(organiser, '/ledger', 'ledger-empty');
  await read(organiser, '/people', 'people-empty');
  await bringIn(organiser, 'units', UNITS);
  const batch = { number: '1', name: 'First batch', on: '2020-05-01', document: 'No 5' };
  await ask(organiser, 'POST', '/api/batches', { why: 'Council', body: batch });
  await bringIn(organiser, 'people', PEOPLE);
  await bringIn(organiser, 'projects', PROJECTS);
  await bringIn(organiser, 'funding', FUNDING);
  await bringIn(organiser, 'milestones', MILESTONES);
  ids = await ask(organiser, 'GET', '/api/units');

  const alder = await ask(organiser, 'GET', `/api/units/${unit('Alder')}`);
  const rectification = { on: '2026-02-01', problem: 'Books are late', owner: 'Ann Lee' };
  const done = {
    ...rectification,
    problem: 'No notice',
    closed_on: '2026-03-01',
    result: 'Posted',
  };
  await ask(organiser, 'PUT', `/api/units/${alder.id}`, {
    version: alder.version,
    why: 'Audit',
    body: {
      ...alder.body,
      place: { longitude: '121.15', latitude: '36.77' },
      events: ['training', 'award', 'discipline', 'other'].map((kind) => ({
        on: '2026-01-05',
        kind,
        text: `A note of ${kind}`,
        document: 'No 7',
      })),
      rectifications: [rectification, done],
    },
  });
  await ask(organiser, 'POST', `/api/units/${alder.id}/rename`, {
    version: alder.version + 1,
    from: '2026-04-01',
    name: 'Alder Green',
    parent: unit('Southgate'),
    reason: 'Redrawn',
    document: 'No 8',
  });
  const cedar = await ask(organiser, 'GET', `/api/units/${unit('Cedar')}`);
  await ask(organiser, 'POST', `/api/units/${cedar.id}/end`, {
    version: cedar.version,
    on: '2026-05-01',
    successor: unit('Birch'),
    reason: 'Merged',
    document: '',
  });
  const { people } = await ask(organiser, 'GET', '/api/people');
  ids.people = people;
  const dee = await ask(
    organiser,
    'GET',
    `/api/people/${people.find((one) => one.code === 'R4').id}`,
  );
  const [admission] = dee.body.admissions;
  await ask(organiser, 'PUT', `/api/people/${dee.id}`, {
    version: dee.version,
    why: 'Retired',
    body: {
      ...dee.body,
      terms: [{ ...dee.body.terms[0], to: '2026-06-01', exit_reason: 'Retired' }],
      admissions: [{ ...admission, status: 'exited', since: '2026-06-01', reason: 'Retired' }],
    },
  });
  const ledger = await ask(organiser, 'GET', '/api/ledger');
  ids.projects = (ledger.rows ?? ledger.projects ?? ledger).map(({ id, number }) => ({
    id,
    number,
  }));
  const road = ids.projects.find((one) => one.number === 'P-1').id;
  const file = await ask(organiser, 'GET', `/api/ledger/${road}`);
  await ask(organiser, 'POST', `/api/ledger/${road}/exemption`, {
    version: file.version,
    until: '2027-12-31',
    reason: 'Floods',
  });
  await ask(organiser, 'POST', `/api/ledger/${road}/state`, {
    version: file.version + 1,
    to: 'paused',
    why: 'Floods',
  });
  const rules = {
    document: 'No 9',
    rules: [
      { kind: 'years_in_office', least: 3 },
      { kind: 'rank_in_town', last: 1 },
      { kind: 'income', least: 30_000_000 },
      { kind: 'share_of_villages', most: 5000 },
    ],
  };
  const settings = await ask(organiser, 'GET', '/api/settings');
  const set = (name, body) =>
    ask(organiser, 'PUT', `/api/settings/${name}`, {
      version: settings[name].version,
      why: 'Council',
      body,
    });
  await set('admission', rules);
  await set('lights', { ...settings.lights.body, behind_red: 2500 });
  await set('retention', settings.retention.body);
});

test('a town proposes and reports', async () => {
  await ask(organiser, 'POST', '/api/accounts', {
    login: 'northton',
    name: 'Northton',
    role: 'town',
    town: unit('Northton'),
    password: PASSWORD,
  });
  town = await person('northton', PHONE);
  const birch = await ask(town, 'GET', `/api/units/${unit('Birch')}`);
  const body = { ...birch.body, households: 95 };
  await ask(town, 'PUT', `/api/units/${birch.id}`, {
    version: birch.version,
    why: 'Counted',
    body,
  });
  await read(town, '/ledger/reports', 'reports-phone');
  await read(town, '/units', 'units-phone');
  await read(town, `/units/${birch.id}`, 'unit-phone');
  await read(town, `/units/${birch.id}/edit`, 'unit-edit-phone');
  await read(town, '/proposals', 'proposals-town');
});

test('no page of register and ledger shows a word of Chinese', async () => {
  const project = (number) => ids.projects.find((one) => one.number === number).id;
  const someone = (code) => ids.people.find((one) => one.code === code).id;
  for (const [address, name] of [
    ['/units', 'units'],
    ['/units?as_of=2026-03-01', 'units-past'],
    [`/units/${unit('Sealand')}`, 'county'],
    [`/units/${unit('Southgate')}`, 'town'],
    [`/units/${unit('Alder')}`, 'village'],
    [`/units/${unit('Cedar')}`, 'village-ended'],
    [`/units/${unit('Alder')}/edit`, 'unit-edit'],
    ['/units/new', 'unit-new'],
    ['/people', 'people'],
    [`/people/${someone('R1')}`, 'person'],
    [`/people/${someone('R4')}`, 'person-exited'],
    [`/people/${someone('R3')}/edit`, 'person-edit'],
    ['/people/new', 'person-new'],
    ['/people/batches', 'batches'],
    ['/people/admission', 'admission'],
    ['/map', 'map'],
    ['/ledger', 'ledger'],
    [`/ledger/${project('P-1')}`, 'project'],
    [`/ledger/${project('P-2')}`, 'project-registered'],
    [`/ledger/${project('P-3')}/edit`, 'project-edit'],
    ['/ledger/new', 'project-new'],
    ...['category', 'town', 'area', 'source', 'state'].map((axis) => [
      `/ledger/totals?by=${axis}`,
      `totals-${axis}`,
    ]),
    ['/ledger/reports', 'reports'],
    ['/imports', 'imports'],
    ['/imports/new', 'imports-new'],
    ['/proposals', 'proposals'],
    ['/settings', 'settings'],
    ['/accounts', 'accounts'],
  ])
    await read(organiser, address, name);
});

test('what is wrong is said in English, cell by cell and as a whole', async () => {
  const faulty = `Kind,Town,Name,Households,Year
village,Northton,Elm,many,
village,Nowhere,Fir,3,
hamlet,Northton,Gum,3,
village,Northton,,3,
village,Northton,Cedar,3,
village,Northton,370687196503041234,=1+1,19
`;
  const cells = await bringIn(organiser, 'units', faulty, false);
  assert.ok(cells.fault_count === 5, JSON.stringify(cells.faults));
  await read(organiser, `/imports/${cells.id}`, 'import-faulty');
  const people = `Person code,Name,Phone,Village,Post,From,Mentor,Batch
R9,Eve Oak,138****0000,Birch,secretary,2026-02-30,Nobody,77
,Fay Oak,,Alder,boss,,,
`;
  const rival = await bringIn(organiser, 'people', people, false);
  await read(organiser, `/imports/${rival.id}`, 'import-people');
  for (const [text, name] of [
    ['', 'empty'],
    ['PK\u0003\u0004nothing', 'damaged'],
    ['Name,Identity number\nX,1\n', 'identity'],
    ['Colour,Taste\nred,sweet\n', 'headings'],
  ]) {
    const view = await bringIn(organiser, 'units', text, false);
    assert.equal(view.state, 'refused', name);
    await read(organiser, `/imports/${view.id}`, `refused-${name}`);
  }

  await organiser.goto(`${server.url}/admin/units/${unit('Birch')}/edit`);
  await organiser.getByLabel('Households').waitFor();
  await organiser.getByLabel('Code').fill('V1');
  await organiser.getByLabel('Reason of the change').fill('Try');
  await organiser.getByRole('button', { name: 'Save' }).click();
  await organiser
    .getByText(/is taken by/)
    .first()
    .waitFor();
  await seen(organiser, 'unit-faults');
});
