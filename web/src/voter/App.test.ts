// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { gradeQuestion } from '@/crypto/testing/election.ts';
import { CODE, onlyShortCode, openHall, OTHER_CODE } from './testing/hall.ts';
import {
  page,
  settle,
  open,
  text,
  heading,
  press,
  GLIDE,
  choose,
  fill,
  opened,
  useFreshPhone,
} from './testing/page.ts';

useFreshPhone();

describe('the entry', () => {
  it('takes the code out of the address at once and remembers it', async () => {
    openHall();
    await open(`#${CODE}`);
    expect(location.href).not.toContain('#');
    expect(heading()).toBe('投票还没有开始');
    expect(text()).toContain('码条尾号 stuvw'.slice(0, 5));
    await open();
    expect(heading()).toBe('投票还没有开始');
  });

  it('takes a typed code, and says what is wrong with a misspelt one', async () => {
    openHall();
    await open();
    expect(text()).toContain('本机可以投票');
    const input = page!.get('textarea');
    for (const [typed, fault] of [
      ['', '请输入编码'],
      ['abcde', '还差 17 个字符'],
      [CODE + 'xyz', '多了 3 个字符'],
      ['abc0', '第 4 个字符不会是“0”'],
      ['abc*', '第 4 个字符“*”不会出现'],
    ] as const) {
      await input.setValue(typed);
      await page!.get('form').trigger('submit');
      expect(page!.get('[role=alert]').text()).toContain(fault);
      expect(input.attributes('aria-invalid')).toBe('true');
    }
    await input.setValue(CODE.replaceAll('-', ' '));
    await page!.get('form').trigger('submit');
    await settle();
    expect(heading()).toBe('投票还没有开始');
  });

  it('sends nobody the code', async () => {
    const hall = openHall();
    await fill(hall);
    await press('确认提交');
    const sent = JSON.stringify([hall.requests, hall.posts]);
    expect(sent).not.toContain(CODE);
    expect(sent).not.toContain(CODE.slice(0, 5));
  });

  it('says so when the code is on no roll', async () => {
    openHall();
    await open(`#${OTHER_CODE}`);
    expect(heading()).toContain('名册上没有这个编码');
    await press('重新输入');
    expect(page!.find('textarea').exists()).toBe(true);
  });

  it('does not judge a code while rounds are still in draft', async () => {
    openHall({ states: ['open', 'draft'], entitled: [2] });
    await open(`#${CODE}`);
    expect(heading()).toBe('这一轮不由您的码条投票');
  });

  it('says so when this phone cannot vote', async () => {
    openHall();
    vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => array);
    await open();
    expect(text()).toContain('这部手机的浏览器不能投票');
  });
});

describe('a round', () => {
  it('opens by itself, one contest a screen, and glides on', async () => {
    const hall = openHall();
    await open(`#${CODE}`);
    hall.set(1, 'open');
    await settle();
    expect(heading()).toBe('郭城镇西古现村');
    expect(page!.get('.progress').text()).toContain('1/2');
    await press('良好');
    expect(page!.get('[aria-pressed=true]').text()).toBe('良好');
    expect(heading()).toBe('郭城镇西古现村');
    await settle(GLIDE);
    expect(heading()).toBe('发城镇王家山后村');
    await press('上一项');
    expect(page!.get('[aria-pressed=true]').text()).toBe('良好');
  });

  it('is delivered as a ballot that holds exactly what was chosen', async () => {
    const hall = openHall();
    await fill(hall);
    expect(heading()).toBe('检查您的选票');
    expect(page!.findAll('.review li').map((row) => row.text())).toEqual([
      expect.stringContaining('优秀'),
      expect.stringContaining('较差'),
    ]);
    await press('确认提交');
    expect(heading()).toBe('选票已送达');
    const ballots = hall.stored.get(hall.box(1))!;
    expect(ballots).toHaveLength(1);
    expect(text()).toContain(onlyShortCode(ballots));
    const questions = [gradeQuestion('郭城镇西古现村'), gradeQuestion('发城镇王家山后村')];
    expect(opened(hall, questions)).toEqual([
      [1, 0, 0, 0],
      [0, 0, 0, 1],
    ]);
  });

  it('leaves nothing of the answers behind once delivered', async () => {
    const hall = openHall();
    await fill(hall);
    expect(sessionStorage.getItem('pingyi.vote')).toContain('choices');
    await press('确认提交');
    expect(sessionStorage.getItem('pingyi.vote')).not.toContain('choices');
    expect(sessionStorage.getItem('pingyi.vote')).not.toContain('pending');
    for (const grade of ['优秀', '较差', '西古现']) expect(text()).not.toContain(grade);
  });

  it('survives a reload in the middle', async () => {
    const hall = openHall();
    await open(`#${CODE}`);
    hall.set(1, 'open');
    await settle();
    await choose('一般');
    await open();
    expect(heading()).toBe('发城镇王家山后村');
    await press('上一项');
    expect(page!.get('[aria-pressed=true]').text()).toBe('一般');
  });

  it('is not touched by news from the server', async () => {
    const hall = openHall();
    await open(`#${CODE}`);
    hall.set(1, 'open');
    await settle();
    await choose('优秀');
    const screen = page!.get('.contest').element;
    const changes: MutationRecord[] = [];
    const observer = new MutationObserver((records) => changes.push(...records));
    observer.observe(screen, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
    for (const state of ['open', 'closed', 'open'] as const) {
      hall.set(1, state);
      hall.set(2, 'open');
      await settle(100);
    }
    observer.disconnect();
    expect(changes).toEqual([]);
    expect(page!.get('.contest').element).toBe(screen);
    expect(heading()).toBe('发城镇王家山后村');
  });

  it('may be abstained from where the rule card allows it', async () => {
    const hall = openHall();
    await open(`#${CODE}`);
    hall.set(1, 'open');
    await settle();
    await press('本项弃权');
    await choose('优秀');
    expect(text()).toContain('已填 1 项，弃权 1 项');
    await press('确认提交');
    expect(heading()).toBe('选票已送达');
  });

  it('shows unanswered contests in amber and counts them as abstentions', async () => {
    const hall = openHall();
    await open(`#${CODE}`);
    hall.set(1, 'open');
    await settle();
    sessionStorage.setItem(
      'pingyi.vote',
      JSON.stringify({ code: CODE, boxes: { [hall.box(1)]: { choices: [null, [0]], at: 2 } } }),
    );
    await open();
    expect(page!.get('.review .open').text()).toContain('未评');
    expect(text()).toContain('有 1 项未填，提交后按弃权计');
    await press('确认提交');
    expect(heading()).toBe('选票已送达');
  });

  it('cannot be handed in with a contest missing where abstaining is not allowed', async () => {
    const hall = openHall({ questions: [gradeQuestion('甲村', 1), gradeQuestion('乙村', 1)] });
    await open(`#${CODE}`);
    hall.set(1, 'open');
    await settle();
    expect(text()).not.toContain('弃权');
    sessionStorage.setItem(
      'pingyi.vote',
      JSON.stringify({ code: CODE, boxes: { [hall.box(1)]: { choices: [[1], null], at: 2 } } }),
    );
    await open();
    expect(text()).toContain('还有 1 项未填好，填好才能提交');
    expect(text()).not.toContain('确认提交');
    await press('去填第 2 项');
    expect(heading()).toBe('乙村');
    await choose('优秀');
    await press('确认提交');
    expect(hall.stored.get(hall.box(1))).toHaveLength(1);
  });

  it('tells the limits live where several may be chosen', async () => {
    const answers = ['甲', '乙', '丙'];
    const hall = openHall({ questions: [{ answers, min: 1, max: 2, question: '推荐' }] });
    await open(`#${CODE}`);
    hall.set(1, 'open');
    await settle();
    expect(text()).toContain('推荐不超过 2 个');
    expect(text()).toContain('已选 0 个');
    await press('甲');
    await press('丙');
    expect(text()).toContain('已选 2 个，选满了');
    await press('乙');
    expect(page!.get('[role=status]').text()).toContain('最多选 2 个');
    expect(page!.findAll('.answer[aria-pressed=true]').map((one) => one.text())).toEqual([
      '甲',
      '丙',
    ]);
    await press('甲');
    expect(text()).not.toContain('最多选 2 个');
    expect(text()).toContain('已选 1 个');
    await press('去检查');
    expect(page!.get('.review').text()).toContain('丙');
  });

  it('of possibly blank contests holds what was chosen, and what was left blank', async () => {
    const names = ['郭城镇西古现村', '发城镇王家山后村', '朱吴镇示例一村'];
    const questions = [
      { answers: names, blank: true, min: 1, max: 2, question: '推荐先进村' },
      { answers: ['同意', '不同意'], blank: true, min: 1, max: 1, question: '报告' },
      { answers: names, blank: true, min: 0, max: 3, question: '推荐观摩村' },
      { answers: names, min: 2, max: 2, question: '推荐两村' },
    ];
    const hall = openHall({ questions });
    await open(`#${CODE}`);
    hall.set(1, 'open');
    await settle();
    await press('本项弃权');
    expect(heading()).toBe('报告');
    await press('上一项');
    expect(page!.get('.quiet').text()).toBe('已选弃权');
    await press('发城镇');
    expect(page!.get('.quiet').text()).toBe('本项弃权');
    await press('发城镇');
    expect(page!.findAll('.pair button')[1]!.attributes('disabled')).toBeDefined();
    await press('本项弃权');
    await choose('不同意');
    await press('西古现');
    await press('示例一');
    await press('下一项');
    expect(text()).toContain('推荐 2 个');
    expect(text()).not.toContain('弃权');
    await press('西古现');
    expect(text()).toContain('已选 1 个，还差 1 个');
    expect(page!.findAll('.pair button')[1]!.attributes('disabled')).toBeDefined();
    await press('王家山后');
    await press('去检查');
    expect(page!.findAll('.review .grade').map((one) => one.text())).toEqual([
      '弃权',
      '不同意',
      '郭城镇西古现村、朱吴镇示例一村',
      '郭城镇西古现村、发城镇王家山后村',
    ]);
    await open();
    expect(text()).toContain('已填 3 项，弃权 1 项');
    await press('确认提交');
    expect(opened(hall, questions)).toEqual([
      [1, 0, 0, 0],
      [0, 0, 1],
      [0, 1, 0, 1],
      [1, 1, 0],
    ]);
  });

  it('works by keyboard', async () => {
    const hall = openHall();
    await open(`#${CODE}`);
    hall.set(1, 'open');
    await settle();
    const key = async (name: string) => {
      window.dispatchEvent(new KeyboardEvent('keydown', { key: name, cancelable: true }));
      await settle(GLIDE);
    };
    await key('2');
    expect(heading()).toBe('发城镇王家山后村');
    await key('ArrowLeft');
    expect(page!.get('[aria-pressed=true]').text()).toBe('良好');
    await key('ArrowDown');
    expect(document.activeElement?.textContent).toContain('优秀');
    await key('ArrowUp');
    expect(document.activeElement?.textContent).toContain('较差');
    await key('ArrowRight');
    expect(heading()).toBe('发城镇王家山后村');
    await key('ArrowRight');
    expect(heading()).toBe('发城镇王家山后村');
  });

  it('is followed by the next one, on the same page', async () => {
    const hall = openHall();
    await fill(hall);
    await press('确认提交');
    hall.set(1, 'closed');
    await settle();
    expect(heading()).toBe('投票还没有开始');
    expect(text()).toContain(`已投 ${onlyShortCode(hall.stored.get(hall.box(1))!)}`);
    hall.set(2, 'open');
    await settle();
    expect(heading()).toBe('郭城镇西古现村');
    expect(page!.find('[aria-pressed=true]').exists()).toBe(false);
  });
});

describe('the connection', () => {
  it('falls back to asking every few seconds when the events break', async () => {
    const hall = openHall();
    await open(`#${CODE}`);
    expect(text()).toContain('已连接');
    hall.online = false;
    hall.dropEvents();
    await settle(4_000);
    expect(text()).toContain('网络不通，正在重连');
    hall.online = true;
    const before = hall.requests.length;
    await settle(4_000);
    expect(hall.requests.slice(before)).toContain('GET /api/vote');
    expect(text()).toContain('已连接');
    hall.state = {
      ...hall.state,
      rounds: hall.state.rounds.map((round) => ({ ...round, state: 'open' })),
    };
    await settle(4_000);
    expect(heading()).toBe('郭城镇西古现村');
  });

  it('tries again when a box cannot be fetched', async () => {
    const hall = openHall({ states: ['open', 'frozen'] });
    const real = globalThis.fetch;
    vi.stubGlobal('fetch', (path: string, init?: RequestInit) =>
      path.endsWith('/roll') ? Promise.reject(new TypeError('gone')) : real(path, init),
    );
    await open(`#${CODE}`);
    expect(heading()).toBe('正在核对码条…');
    vi.stubGlobal('fetch', real);
    await settle(4_000);
    expect(heading()).toBe('郭城镇西古现村');
    expect(hall.posts).toEqual([]);
  });
});

it('speaks English on request, and larger, and remembers both', async () => {
  const hall = openHall();
  await open(`#${CODE}`);
  await page!.findAll('.bar-button')[1]!.trigger('click');
  await page!.findAll('.bar-button')[0]!.trigger('click');
  await vi.dynamicImportSettled();
  await settle();
  expect(heading()).toBe('Voting has not started');
  expect(document.documentElement.lang).toBe('en');
  expect(document.documentElement.dataset['size']).toBe('1');
  hall.set(1, 'open');
  await settle();
  expect(page!.findAll('.answer')[0]!.text()).toBe('优秀 excellent');
  await open();
  expect(document.documentElement.dataset['size']).toBe('1');
  expect(sessionStorage.getItem('pingyi.language')).toBe('en');
});
