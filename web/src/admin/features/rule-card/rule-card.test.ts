// @vitest-environment happy-dom
import { readFileSync } from 'node:fs';
import { flushPromises, mount } from '@vue/test-utils';
import { createRouter, createMemoryHistory } from 'vue-router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h } from 'vue';
import type { Area } from '@/shared/api';
import { provideCycle } from '../../cycle';
import { signIn } from '../../session';
import { hasOutline, marksOf, type RuleCard, type TieBreak } from './card';
import { setKind } from './kind';
import { questionsOf } from './preview';
import RuleCardPage from './RuleCardPage.vue';
import { fromPercent, restOf, sumOf, timesOf } from './share';
import { stepOf, stepsOfClause } from './step';
import { cardOf, firstCard, TEMPLATES } from './template';
import { movedTie, possibleTies, withTie } from './tie';

const haiyang = (): RuleCard =>
  JSON.parse(readFileSync('../fixtures/haiyang-2022/rule-card.json', 'utf8')) as RuleCard;
const areas = [1, 2, 3, 4].map((number) => ({ number, towns: [] })) as Area[];

describe('a first card', () => {
  it('has the shape of the card of Haiyang, the same classes and who votes on whom', () => {
    const first = firstCard('规则卡', 2022, areas);
    const model = haiyang();
    expect(Object.keys({ ...first, note: '' }).sort()).toEqual(Object.keys(model).sort());
    expect(first.classes.map((each) => each.groups)).toEqual(
      model.classes.map((each) => each.groups),
    );
    expect(first.grades).toEqual(model.grades);
    expect(first.areas).toEqual(model.areas);
    expect(hasOutline(first)).toBe(true);
  });
});

describe('a template', () => {
  it.each(TEMPLATES)(
    '“%s” has the outline of a card, weights that make one, codes once',
    (template) => {
      const card = cardOf(template, '规则卡', 2022, areas);
      expect(hasOutline(card)).toBe(true);
      const weights = [card.classes, ...(card.composite ? [card.composite.components] : [])];
      for (const list of weights) expect(sumOf(list.map(({ weight }) => weight))).toBe('1/1');
      const codes = (card.composite?.components ?? []).map(({ code }) => code);
      expect(new Set(codes).size).toBe(codes.length);
      for (const { source } of card.composite?.components ?? []) {
        if (source === 'vote') continue;
        if ('record' in source) {
          expect(sumOf(source.record.indicators.map(({ weight }) => weight))).toBe('1/1');
        } else {
          const pairs = source.panel.criteria.map(({ weight, most }) => [weight, most] as const);
          expect(timesOf(pairs)).toBe('100');
        }
      }
    },
  );
});

describe('shares', () => {
  it('are added exactly and compared with the whole', () => {
    expect(sumOf(['1/3', '1/3', '1/3'])).toBe('1/1');
    expect(sumOf(['0.1', '0.2'])).toBe('3/10');
    expect(sumOf(['2/5', 'forty'])).toBeNull();
    expect(restOf('11/10')).toBe('-1/10');
    expect(restOf('1/1')).toBe('0/1');
  });
});

describe('a step', () => {
  it('is known for every member of a card', () => {
    for (const template of TEMPLATES) {
      const card = { ...cardOf(template, '', 2022, areas), note: '' };
      for (const member of Object.keys(card)) {
        if (member !== 'format') expect(stepOf(`/${member}`), member).not.toBe('freeze');
      }
    }
    expect(stepOf('/composite/components/0/weight')).toBe('score');
    expect(stepOf('/composite/ties/0')).toBe('ranks');
  });

  it('has the clauses that speak of a member it edits', () => {
    const paths = ['/classes/0/weight', '/classes/0/groups', '/composite/ties'];
    expect([...stepsOfClause(paths)]).toEqual(['classes', 'ranks']);
    expect(stepsOfClause([]).size).toBe(0);
  });
});

describe('the kind of ballot', () => {
  it('takes along what only it can have, and its grades come back', () => {
    const card = { ...haiyang(), quotas: [{ grade: 'excellent', most: 3 }] };
    card.blank.counts_as = { grade: 'poor' };
    card.ties = [{ marks: 'excellent' }, 'keep_tied'];
    const { grades } = card;
    setKind(card, 'approve', grades);
    expect(card.choice).toEqual({ approve: { least: 0, most: 3 } });
    expect([card.method, card.grades, card.quotas, card.ties]).toEqual([
      'approval',
      [],
      undefined,
      ['keep_tied'],
    ]);
    expect(card.blank.counts_as).toBe('excluded');
    setKind(card, 'grades', grades);
    expect([card.choice, card.grades, card.method]).toEqual([undefined, grades, 'weighted_mean']);
  });

  it('makes the questions the voter will see', () => {
    const villages = ['郭城镇 西古现村', '小纪镇 桃源村', '朱吴镇 东村'];
    const card = haiyang();
    expect(questionsOf(card, villages).map(({ title }) => title)).toEqual(villages);
    expect(questionsOf(card, villages)[0]!.answers).toEqual(['优秀', '良好', '一般', '较差']);
    setKind(card, 'points', []);
    expect(marksOf(card).map(({ code }) => code)).toEqual([
      '10',
      '9',
      '8',
      '7',
      '6',
      '5',
      '4',
      '3',
      '2',
      '1',
      '0',
    ]);
    setKind(card, 'approve', []);
    const [question, ...others] = questionsOf(card, villages);
    expect(others).toEqual([]);
    expect(question).toMatchObject({ answers: villages, min: 0, max: 3 });
    setKind(card, 'order', []);
    expect(questionsOf(card, villages).map(({ title }) => title)).toEqual([
      '请选出第 1 名',
      '请选出第 2 名',
      '请选出第 3 名',
    ]);
  });
});

describe('a chain of ties', () => {
  const chain: TieBreak[] = [{ class: 'town' }, 'lot_by_hand', 'keep_tied'];
  it('keeps its end whatever is added or moved', () => {
    expect(withTie(chain, { marks: 'excellent' }).at(-1)).toBe('keep_tied');
    expect(movedTie(chain, 1, 0)).toEqual(['lot_by_hand', { class: 'town' }, 'keep_tied']);
    expect(movedTie(chain, 0, 9)).toEqual(['lot_by_hand', { class: 'town' }, 'keep_tied']);
  });
  it('offers no class means where the median decides', () => {
    const card = { ...haiyang(), method: 'majority_judgment' as const };
    expect(possibleTies(card, false).some((tie) => typeof tie === 'object' && 'class' in tie)).toBe(
      false,
    );
  });
});

describe('a weight typed as a percentage', () => {
  it.each([
    ['40', '2/5'],
    ['37.5', '3/8'],
    [' 100 ', '1/1'],
    ['33.3333', '333333/1000000'],
    ['forty', 'forty'],
    ['', ''],
  ])('%s is %s', (typed, share) => expect(fromPercent(typed)).toBe(share));
});

describe('a file that is no rule card', () => {
  it.each([null, 7, {}, { areas: [], grades: [], classes: [{}], ties: [] }, []])(
    '%j is refused',
    (value) => expect(hasOutline(value)).toBe(false),
  );
});

describe('the page', () => {
  let saved: RuleCard | null;
  let weights: string[];
  beforeEach(() => {
    vi.useFakeTimers();
    sessionStorage.clear();
    saved = haiyang();
    weights = [];
    vi.stubGlobal('EventSource', undefined);
    vi.stubGlobal('fetch', async (request: Request) => {
      const path = new URL(request.url).pathname;
      if (path === '/api/session') {
        return Response.json({ account: { login: 'o', name: '组织者', role: 'organiser' } });
      }
      const view = () => ({
        state: saved ? 'draft' : 'none',
        card: saved,
        hash: 'ab'.repeat(32),
        clauses: [{ number: 1, heading: '票类和权重', text: '镇票占 40%', paths: ['/classes'] }],
        frozen_at: null,
      });
      if (path.endsWith('/rule-card/check')) {
        const card = (await request.json()) as RuleCard;
        weights.push(card.classes[0]!.weight);
        const wrong = card.classes[0]!.weight !== '0.4' && card.classes[0]!.weight !== '2/5';
        return Response.json({
          faults: wrong
            ? [{ path: '/classes', code: 'weights_not_one', message: '权重之和是 11/10' }]
            : [],
          clauses: wrong ? [] : view().clauses,
          hash: wrong ? null : 'cd'.repeat(32),
        });
      }
      if (path.endsWith('/rule-card')) {
        if (request.method === 'PUT') saved = (await request.json()) as RuleCard;
        return Response.json(view());
      }
      if (path.endsWith('/units')) return Response.json({ areas: [] });
      return Response.json({ rounds: [], units: { villages: 103 }, name: '评议', year: 2022 });
    });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  async function open(step: string) {
    await signIn('o', 'password');
    const page = { render: () => null };
    const router = createRouter({
      history: createMemoryHistory(),
      routes: [
        { path: '/rule-card/:step?', name: 'rule-card', component: page },
        { path: '/:rest(.*)*', name: 'register', component: page },
      ],
    });
    await router.push(`/rule-card/${step}`);
    const Frame = defineComponent({
      setup() {
        provideCycle('haiyang-2022');
        return () => h(RuleCardPage);
      },
    });
    const wrapper = mount(Frame, { global: { plugins: [router] } });
    await pass();
    return wrapper;
  }
  async function pass() {
    await vi.advanceTimersByTimeAsync(500);
    await flushPromises();
  }
  type Wrapper = Awaited<ReturnType<typeof open>>;
  const action = (wrapper: Wrapper) => wrapper.get('header .save, header .primary');
  async function weigh(wrapper: Wrapper, percent: string) {
    await wrapper.get('.class input.number').setValue(percent);
    await pass();
  }

  it('offers to freeze a draft without faults, at the last step only', async () => {
    const last = await open('freeze');
    expect(action(last).text()).toBe('冻结规则卡');
    expect(action(last).attributes('disabled')).toBeUndefined();
    last.unmount();
    const first = await open('name');
    expect(first.find('header .primary').exists()).toBe(false);
    first.unmount();
  });

  it('names a fault at its field and its step, keeps the last clauses, and does not save', async () => {
    const wrapper = await open('classes');
    await weigh(wrapper, '50');
    expect(weights.at(-1)).toBe('1/2');
    expect(wrapper.get('form').text()).toContain('权重之和是 11/10');
    expect(wrapper.get('form').text()).toContain('合计 110%，多了 10%');
    expect(wrapper.get('nav .faulty').text()).toContain('票类与权重');
    expect(wrapper.get('.notice a').attributes('href')).toBe('/rule-card/classes?at=/classes');
    expect(wrapper.get('.beside').text()).toContain('镇票占 40%');
    expect(action(wrapper).text()).toBe('保存草稿');
    expect(action(wrapper).attributes('disabled')).toBeDefined();
    wrapper.unmount();
  });

  it('leaves a weight alone while it is typed, whatever the check answers meanwhile', async () => {
    const wrapper = await open('classes');
    const input = wrapper.get<HTMLInputElement>('.class input.number');
    await input.setValue('4');
    await pass();
    expect(weights.at(-1)).toBe('1/25');
    expect(input.element.value).toBe('4');
    await input.setValue('40.0');
    await pass();
    expect(weights.at(-1)).toBe('2/5');
    expect(input.element.value).toBe('40.0');
    await input.trigger('blur');
    expect(input.element.value).toBe('40');
    wrapper.unmount();
  });

  it('keeps what was typed through a reload, and lets go of it when saved', async () => {
    const first = await open('name');
    await first.get('textarea').setValue('新的标题');
    await pass();
    first.unmount();
    const second = await open('name');
    expect((second.get('textarea').element as HTMLTextAreaElement).value).toBe('新的标题');
    await action(second).trigger('click');
    await pass();
    expect(saved?.title).toBe('新的标题');
    expect(second.find('header .save').exists()).toBe(false);
    expect(sessionStorage.getItem('pingyi.draft.rule-card.haiyang-2022')).toBeNull();
    second.unmount();
  });
});
