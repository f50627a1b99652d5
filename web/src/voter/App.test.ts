// @vitest-environment happy-dom
import { DOMWrapper, flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkBallot } from '@/crypto/check.ts';
import { parseElection } from '@/crypto/election.ts';
import { ciphertextToJson } from '@/crypto/elgamal.ts';
import { electionBytes, gradeQuestion } from '@/crypto/testing/election.ts';
import { openTally, partialDecryption } from '@/crypto/trustee.ts';
import App from './App.vue';
import { language, toggleLanguage } from './messages.ts';
import type { Memory } from './storage.ts';
import { CODE, localSealer, onlyShortCode, openHall, OTHER_CODE } from './testing/hall.ts';
import { createApp } from './vue.ts';

let page: DOMWrapper<Element> | undefined;
let app: ReturnType<typeof createApp> | undefined;

function close(): void {
  app?.unmount();
  page?.element.remove();
  app = page = undefined;
}

/** Lets fetches, hashes and the sealing finish; timers of the page run on a clock of the test's. */
async function settle(milliseconds = 0): Promise<void> {
  for (let i = 0; i < 12; i++) {
    await flushPromises();
    await vi.advanceTimersByTimeAsync(i === 0 ? milliseconds : 0);
  }
}

async function open(hash = ''): Promise<void> {
  close();
  location.hash = hash;
  page = new DOMWrapper(document.body.appendChild(document.createElement('div')));
  app = createApp(App, { sealer: localSealer() });
  app.mount(page.element);
  await settle();
}

const text = (): string => page!.text();
const heading = (): string => page!.get('h1').text();

async function press(label: string): Promise<void> {
  const button = page!.findAll('button').find((one) => one.text().includes(label));
  if (!button) throw new Error(`no button ${label} in: ${text()}`);
  await button.trigger('click');
  await settle();
}

const GLIDE = 400;

async function choose(label: string): Promise<void> {
  await press(label);
  await settle(GLIDE);
}

/** Opens round 1 for the slip and chooses in both contests. */
async function fill(hall: ReturnType<typeof openHall>): Promise<void> {
  await open(`#${CODE}`);
  hall.set(1, 'open');
  await settle();
  await choose('优秀');
  await choose('较差');
}

/** Checks the last ballot in the slip's box of round 1 and reads it with the private key. */
function opened(hall: ReturnType<typeof openHall>, questions: object[]): (number | null)[][] {
  const election = parseElection(electionBytes(questions, { uuid: hall.box(1) }));
  const bytes = hall.stored.get(hall.box(1))!.at(-1)!;
  const { choices } = checkBallot(election, bytes, new Set(hall.rolls.get(hall.box(1))));
  const tally = choices.map((row) => row.map(ciphertextToJson));
  return openTally(tally, [partialDecryption(election.fingerprint, 12345n, tally)], 1);
}

beforeEach(() => {
  sessionStorage.clear();
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
  });
});

afterEach(() => {
  close();
  if (language.value === 'en') void toggleLanguage();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

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

describe('delivery', () => {
  it('sends the same bytes again after a lost answer, and counts once', async () => {
    const hall = openHall();
    await fill(hall);
    hall.refuse = 'lost answer';
    await press('确认提交');
    expect(heading()).toBe('网络不通，正在重试');
    hall.refuse = null;
    await press('现在重试');
    expect(heading()).toBe('选票已送达');
    expect(hall.posts.length).toBeGreaterThan(1);
    expect(new Set(hall.posts).size).toBe(1);
    expect(hall.stored.get(hall.box(1))).toHaveLength(1);
  });

  it('goes on with the same bytes after a reload', async () => {
    const hall = openHall();
    await fill(hall);
    hall.online = false;
    await press('确认提交');
    expect(heading()).toBe('网络不通，正在重试');
    hall.online = true;
    const { boxes } = JSON.parse(sessionStorage.getItem('pingyi.vote')!) as {
      boxes: Record<string, { pending: { ballot: string } }>;
    };
    await open();
    expect(heading()).toBe('选票已送达');
    expect(hall.posts.at(-1)).toBe(boxes[hall.box(1)]!.pending.ballot);
    expect(hall.stored.get(hall.box(1))).toHaveLength(1);
  });

  it('waits while the server is busy', async () => {
    const hall = openHall();
    await fill(hall);
    hall.refuse = 'busy';
    await press('确认提交');
    expect(heading()).toBe('网络不通，正在重试');
    hall.refuse = null;
    await settle(10_000);
    expect(heading()).toBe('选票已送达');
  });

  it.each([
    ['round_not_open', '这一轮已经停止投票', '返回等候'],
    ['slip_void', '这张码条已经作废', '输入新码条'],
    ['slip_unknown', '名册上没有这个编码', '重新输入'],
    ['already_voted', '以第一次提交的为准', '知道了'],
    ['ballot_proof_invalid', '选票没有封好', '重新封票'],
    ['something_new', '选票没有送到', '再试一次'],
  ])('says one sentence and offers one action: %s', async (code, sentence, action) => {
    const hall = openHall();
    await fill(hall);
    hall.refuse = code;
    await press('确认提交');
    expect(heading()).toContain(sentence);
    expect(page!.findAll('main button').map((one) => one.text())).toEqual([action]);
    hall.refuse = null;
    if (code === 'round_not_open') hall.set(1, 'closed');
    await press(action);
    expect(page!.find('.mark-alert').exists()).toBe(false);
  });

  it('seals anew, with other bytes, what was not sealed well', async () => {
    const hall = openHall();
    await fill(hall);
    hall.refuse = 'ballot_malformed';
    await press('确认提交');
    hall.refuse = null;
    await press('重新封票');
    expect(heading()).toBe('检查您的选票');
    await press('确认提交');
    expect(heading()).toBe('选票已送达');
    expect(new Set(hall.posts).size).toBe(2);
    expect(hall.stored.get(hall.box(1))).toHaveLength(1);
  });

  it('keeps a new slip waiting until the last ballot has arrived', async () => {
    const hall = openHall();
    await fill(hall);
    hall.online = false;
    await press('确认提交');
    location.hash = `#${OTHER_CODE}`;
    window.dispatchEvent(new Event('hashchange'));
    await settle();
    expect(heading()).toBe('网络不通，正在重试');
    expect(sessionStorage.getItem('pingyi.vote')).toContain(CODE);
  });
});

describe('a second ballot of a slip', () => {
  it('takes the place of the first where the last counts: other bytes, nothing in common', async () => {
    const hall = openHall({ revote: true });
    await fill(hall);
    expect(text()).toContain('以最后一次为准');
    await press('确认提交');
    const ballots = hall.stored.get(hall.box(1))!;
    const first = onlyShortCode(ballots);
    await press('修改我的选票');
    expect(heading()).toBe('郭城镇西古现村');
    expect(page!.find('[aria-pressed=true]').exists()).toBe(false);
    expect(text()).toContain('之前那张仍然有效');
    await choose('一般');
    await choose('良好');
    expect(text()).toContain('之前那张不再计票');
    await press('确认提交');
    expect(heading()).toBe('选票已送达');
    expect(text()).toContain('已被这一张替换');
    expect(text()).not.toContain(first);
    expect(ballots).toHaveLength(2);
    const questions = [gradeQuestion('郭城镇西古现村'), gradeQuestion('发城镇王家山后村')];
    expect(opened(hall, questions)).toEqual([
      [0, 0, 1, 0],
      [0, 1, 0, 0],
    ]);
    const values = ballots.map((bytes) => new TextDecoder().decode(bytes).match(/[0-9a-f]{64}/g)!);
    // The credential and nothing else.
    expect(values[0]!.filter((one) => values[1]!.includes(one))).toHaveLength(1);
    expect(sessionStorage.getItem('pingyi.vote')).not.toContain('choices');

    await press('查找我的选票');
    await page!.get('input').setValue(first);
    await page!.get('form').trigger('submit');
    await settle();
    expect(page!.get('.finding').text()).toContain('这一张已被替换');
    await press('第1片区');
    expect(page!.get('.finding').text()).not.toContain('替换');
  });

  it('may be given up at any time, and the first stays', async () => {
    const hall = openHall({ revote: true });
    await fill(hall);
    await press('确认提交');
    const code = onlyShortCode(hall.stored.get(hall.box(1))!);
    await press('修改我的选票');
    await press('不改了');
    expect(text()).toContain(code);
    await press('修改我的选票');
    await choose('一般');
    await open();
    expect(heading()).toBe('发城镇王家山后村');
    await choose('一般');
    await press('不改了');
    expect(text()).toContain(code);
    expect(sessionStorage.getItem('pingyi.vote')).not.toContain('choices');
    expect(hall.stored.get(hall.box(1))).toHaveLength(1);
  });

  it('that comes too late leaves the first as it is, and says so', async () => {
    const hall = openHall({ revote: true });
    await fill(hall);
    await press('确认提交');
    const code = onlyShortCode(hall.stored.get(hall.box(1))!);
    await press('修改我的选票');
    await choose('一般');
    await choose('一般');
    hall.refuse = 'round_not_open';
    hall.set(1, 'closed');
    await press('确认提交');
    expect(heading()).toContain('之前提交的那张仍然有效');
    await press('知道了');
    expect(text()).toContain(`已投 ${code}`);
    expect(sessionStorage.getItem('pingyi.vote')).not.toContain('choices');
  });

  it('left unfinished when the round closed is forgotten on reload', async () => {
    const hall = openHall({ revote: true });
    await fill(hall);
    await press('确认提交');
    await press('修改我的选票');
    await choose('一般');
    hall.set(1, 'closed');
    await open();
    expect(heading()).toBe('投票还没有开始');
    expect(text()).toContain(`已投 ${onlyShortCode(hall.stored.get(hall.box(1))!)}`);
    expect(sessionStorage.getItem('pingyi.vote')).not.toContain('choices');
  });

  it('is not offered where the first counts', async () => {
    const hall = openHall();
    await fill(hall);
    expect(text()).toContain('提交后不能修改');
    await press('确认提交');
    expect(text()).toContain('以第一次提交的为准');
    expect(text()).not.toContain('修改我的选票');
    await open();
    expect(heading()).toBe('选票已送达');
    expect(text()).not.toContain('修改我的选票');
  });

  it.each([
    [false, '不能再改'],
    [true, '修改我的选票'],
  ])('from another phone is told what is possible, revote %s', async (revote, words) => {
    const hall = openHall({ revote });
    await fill(hall);
    await press('确认提交');
    const code = onlyShortCode(hall.stored.get(hall.box(1))!);
    sessionStorage.clear();
    await open(`#${CODE}`);
    expect(heading()).toBe('这张码条在本轮已经投过票');
    expect(text()).toContain(code);
    expect(text()).toContain(words);
    // Asked of everybody's board, never about a slip.
    expect(hall.requests.every((one) => !one.includes('credential'))).toBe(true);
  });

  it('that the server refuses is explained, and the counted one shown', async () => {
    const hall = openHall();
    await fill(hall);
    const elsewhere = sessionStorage.getItem('pingyi.vote')!;
    await press('确认提交');
    sessionStorage.setItem('pingyi.vote', elsewhere);
    await open();
    await press('确认提交');
    expect(heading()).toContain('以第一次提交的为准');
    await press('知道了');
    expect(heading()).toBe('这张码条在本轮已经投过票');
    expect(hall.stored.get(hall.box(1))).toHaveLength(1);
  });
});

describe('a sealed ballot', () => {
  it('that got lost before it was stored is sealed anew from fresh randomness', async () => {
    const hall = openHall();
    await fill(hall);
    const kept = sessionStorage.getItem('pingyi.vote')!;
    hall.online = false;
    await press('确认提交');
    const { boxes } = JSON.parse(sessionStorage.getItem('pingyi.vote')!) as Memory;
    const lost = boxes[hall.box(1)]!.pending!.ballot;
    // The phone died before it wrote anything down: the choices are there, the sealed bytes not.
    sessionStorage.setItem('pingyi.vote', kept);
    hall.online = true;
    await open();
    await press('确认提交');
    const sent = hall.posts.at(-1)!;
    const values = (ballot: string) => ballot.match(/[0-9a-f]{64}|\d{70,}/g)!;
    expect(values(sent).filter((one) => values(lost).includes(one))).toHaveLength(1);
  });

  it('is handed in once, however often the button is pressed', async () => {
    const hall = openHall();
    await fill(hall);
    const button = page!.findAll('button').find((one) => one.text() === '确认提交')!;
    (button.element as HTMLButtonElement).click();
    (button.element as HTMLButtonElement).click();
    await settle();
    expect(hall.posts).toHaveLength(1);
    expect(heading()).toBe('选票已送达');
  });
});

describe('finding a ballot', () => {
  const result = () => page!.get('.finding').text();

  async function voted() {
    const hall = openHall();
    await fill(hall);
    await press('确认提交');
    await press('查找我的选票');
    return { hall, ballots: hall.stored.get(hall.box(1))! };
  }

  it('compares what is stored with the number', async () => {
    const { hall } = await voted();
    await press('第1片区');
    expect(result()).toContain('找到了');
    expect(result()).toContain('第 1 张，共 1 张');
    expect(hall.requests.some((one) => /\/ballots\/[0-9a-f]{64}$/.test(one))).toBe(true);
  });

  it('is by short code on another phone too', async () => {
    const { ballots } = await voted();
    const code = onlyShortCode(ballots);
    sessionStorage.clear();
    await open();
    await press('查找我的选票');
    await page!.get('input').setValue(code.toLowerCase().replace('-', ''));
    await page!.get('form').trigger('submit');
    await settle();
    expect(result()).toContain('找到了');
  });

  it('tells when the number is missing, or the stored bytes are others', async () => {
    const { hall, ballots } = await voted();
    const real = globalThis.fetch;
    vi.stubGlobal('fetch', async (path: string, init?: RequestInit) =>
      /ballots\/[0-9a-f]{64}$/.test(path) ? new Response('{}') : real(path, init),
    );
    await press('第1片区');
    expect(result()).toContain('内容不一致');
    vi.stubGlobal('fetch', real);
    ballots.length = 0;
    await press('第1片区');
    expect(result()).toContain('没有找到');
    hall.online = false;
    await press('第1片区');
    expect(result()).toContain('网络不通');
    await page!.get('input').setValue('7K');
    await page!.get('form').trigger('submit');
    await settle();
    expect(result()).toContain('这不是选票编号');
  });

  it('does not jump to a new round, but invites to it', async () => {
    const { hall } = await voted();
    hall.set(1, 'closed');
    hall.set(2, 'open');
    await settle();
    expect(heading()).toBe('查找选票');
    expect(text()).toContain('第2片区 已经开始');
    await press('去投票');
    expect(heading()).toBe('郭城镇西古现村');
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
