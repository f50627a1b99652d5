// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { gradeQuestion } from '@/crypto/testing/election.ts';
import type { Quota, Round } from './api.ts';
import { CODE, openHall } from './testing/hall.ts';
import {
  choose,
  heading,
  open,
  opened,
  page,
  press,
  settle,
  text,
  useFreshPhone,
} from './testing/page.ts';

useFreshPhone();

const VILLAGES = ['郭城镇西古现村', '发城镇王家山后村', '朱吴镇示例一村', '徐家店镇示例二村'];

/** A hall whose rounds ask in this way, with round 1 open for the slip. */
async function vote(
  choice: NonNullable<Round['choice']>,
  questions: object[],
  quotas: Quota[] = [],
): Promise<ReturnType<typeof openHall>> {
  const hall = openHall({ questions });
  hall.state = {
    ...hall.state,
    rounds: hall.state.rounds.map((round) => ({ ...round, choice, quotas })),
  };
  await open(`#${CODE}`);
  hall.set(1, 'open');
  await settle();
  return hall;
}

const counter = (): string => page!.get('.counter').text();
const review = (): string[] =>
  page!
    .findAll('.review li')
    .map((row) => `${row.get('.name').text()} ${row.get('.grade').text()}`);
const button = (label: string) =>
  page!.findAll('.answer').find((one) => one.text().includes(label))!;

describe('grades with a quota', () => {
  const questions = VILLAGES.map((name) => gradeQuestion(name, 1));
  const quotas = [{ grade: '优秀', most: 2 }];

  it('count along, and one too many is refused with the villages that have it', async () => {
    const hall = await vote('grades', questions, quotas);
    expect(counter()).toBe('“优秀”最多评 2 个村，已评 0 个');
    await choose('优秀');
    expect(counter()).toBe('“优秀”最多评 2 个村，已评 1 个');
    await choose('优秀');
    await choose('优秀');
    expect(heading()).toBe('朱吴镇示例一村');
    expect(counter()).toContain('已评满 2 个村：郭城镇西古现村、发城镇王家山后村');
    expect(page!.find('[aria-pressed=true]').exists()).toBe(false);
    await choose('良好');
    await choose('一般');
    expect(heading()).toBe('检查您的选票');
    await press('确认提交');
    expect(opened(hall, questions)).toEqual([
      [1, 0, 0, 0],
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
    ]);
  });

  it('free a grade when a village is given another', async () => {
    await vote('grades', questions, quotas);
    for (const grade of ['优秀', '优秀', '良好', '良好']) await choose(grade);
    await press('发城镇王家山后村');
    await choose('优秀');
    expect(heading()).toBe('检查您的选票');
    await press('发城镇王家山后村');
    await choose('一般');
    await press('朱吴镇示例一村');
    await choose('优秀');
    expect(review()[2]).toContain('优秀');
    expect(text()).toContain('4 项都已填好');
  });

  it('are checked on the list before handing in', async () => {
    // Filled in before this page knew of the quota.
    await vote('grades', questions);
    for (const grade of ['优秀', '优秀', '优秀', '良好']) await choose(grade);
    expect(text()).toContain('4 项都已填好');
    const memory = { ...sessionStorage };
    const hall = await vote('grades', questions, quotas);
    Object.assign(sessionStorage, memory);
    await open();
    expect(text()).toContain('“优秀”最多评 2 个村，已评 3 个');
    expect(text()).toContain('还有 3 项未填好');
    expect(page!.find('.primary').text()).toBe('去填第 1 项');
    await press('去填第 1 项');
    await choose('良好');
    await press('确认提交');
    expect(hall.posts).toHaveLength(1);
  });

  it('of nought are said so', async () => {
    await vote('grades', questions, [{ grade: '较差', most: 0 }]);
    await choose('较差');
    expect(counter()).toContain('这一轮不评“较差”');
    expect(heading()).toBe('郭城镇西古现村');
  });
});

describe('points', () => {
  const points = ['3 分', '2 分', '1 分', '0 分'];
  const questions = VILLAGES.slice(0, 2).map((question) => ({
    answers: points,
    min: 1,
    max: 1,
    question,
  }));

  it('are given village by village', async () => {
    const hall = await vote('points', questions);
    expect(text()).toContain('请打分');
    expect(page!.get('.bars').classes()).toContain('tiles');
    await choose('3 分');
    await choose('0 分');
    expect(review()).toEqual(['郭城镇西古现村 3 分', '发城镇王家山后村 0 分']);
    await press('确认提交');
    expect(opened(hall, questions)).toEqual([
      [1, 0, 0, 0],
      [0, 0, 0, 1],
    ]);
  });
});

describe('a recommendation', () => {
  const question = { answers: VILLAGES, min: 1, max: 2, question: '请推荐 1 至 2 个村' };

  it('names villages, and the list shows them', async () => {
    const hall = await vote('approve', [question]);
    expect(heading()).toBe('请推荐 1 至 2 个村');
    expect(text()).toContain('点一下选上，再点一下取消。');
    await press('西古现');
    await press('示例二');
    expect(counter()).toContain('已选 2 个，选满了');
    await press('示例一');
    expect(counter()).toContain('最多选 2 个');
    await press('去检查');
    expect(review()).toEqual(['推荐的村 郭城镇西古现村、徐家店镇示例二村']);
    await press('确认提交');
    expect(opened(hall, [question])).toEqual([[1, 0, 0, 1]]);
  });
});

describe('an order', () => {
  const questions = [1, 2].map((place) => ({
    answers: VILLAGES,
    min: 1,
    max: 1,
    question: `请选出第 ${place} 名`,
  }));

  it('does not offer a village for two places, and shows the place it has', async () => {
    const hall = await vote('order', questions);
    expect(heading()).toBe('请选出第 1 名');
    await choose('示例一');
    expect(heading()).toBe('请选出第 2 名');
    expect(button('示例一').text()).toBe('朱吴镇示例一村已选为第 1 名');
    expect(button('示例一').attributes('disabled')).toBeDefined();
    await choose('示例一');
    expect(heading()).toBe('请选出第 2 名');
    await choose('西古现');
    expect(review()).toEqual(['第 1 名 朱吴镇示例一村', '第 2 名 郭城镇西古现村']);
    await press('第 1 名');
    expect(button('西古现').attributes('disabled')).toBeDefined();
    await choose('王家山后');
    await press('确认提交');
    expect(opened(hall, questions)).toEqual([
      [0, 1, 0, 0],
      [1, 0, 0, 0],
    ]);
  });
});
