// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { gradeQuestion } from '@/crypto/testing/election.ts';
import type { Memory } from './storage.ts';
import { CODE, onlyShortCode, openHall, OTHER_CODE } from './testing/hall.ts';
import {
  page,
  settle,
  open,
  text,
  heading,
  press,
  choose,
  fill,
  opened,
  useFreshPhone,
} from './testing/page.ts';

useFreshPhone();

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
