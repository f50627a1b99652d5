// @vitest-environment happy-dom
import { readFileSync } from 'node:fs';
import { flushPromises, mount } from '@vue/test-utils';
import { createRouter, createMemoryHistory } from 'vue-router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h } from 'vue';
import type { Area } from '@/shared/api';
import { provideCycle } from '../../cycle';
import { signIn } from '../../session';
import { firstCard, fromPercent, hasOutline, type RuleCard } from './card';
import RuleCardPage from './RuleCardPage.vue';

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
        clauses: [{ number: 1, heading: '票类和权重', text: '镇票占 40%' }],
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
      return Response.json({ rounds: [], units: { villages: 103 }, name: '评议', year: 2022 });
    });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  async function open() {
    await signIn('o', 'password');
    const router = createRouter({
      history: createMemoryHistory(),
      routes: [{ path: '/:rest(.*)*', name: 'register', component: { render: () => null } }],
    });
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
  const primary = (wrapper: Awaited<ReturnType<typeof open>>) => wrapper.get('header .primary');
  async function weigh(wrapper: Awaited<ReturnType<typeof open>>, percent: string) {
    await wrapper.get('.class input.number').setValue(percent);
    await pass();
  }

  it('offers to freeze a draft without faults', async () => {
    const wrapper = await open();
    expect(primary(wrapper).text()).toBe('冻结规则卡');
    expect(primary(wrapper).attributes('disabled')).toBeUndefined();
    wrapper.unmount();
  });

  it('names a fault at its field, keeps the last clauses, and does not save', async () => {
    const wrapper = await open();
    await weigh(wrapper, '50');
    expect(weights.at(-1)).toBe('1/2');
    expect(wrapper.get('.form').text()).toContain('权重之和是 11/10');
    expect(wrapper.get('article').text()).toContain('镇票占 40%');
    expect(primary(wrapper).text()).toBe('保存草稿');
    expect(primary(wrapper).attributes('disabled')).toBeDefined();
    wrapper.unmount();
  });

  it('leaves a weight alone while it is typed, whatever the check answers meanwhile', async () => {
    const wrapper = await open();
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
    const first = await open();
    await first.get('textarea').setValue('新的标题');
    await pass();
    first.unmount();
    const second = await open();
    expect((second.get('textarea').element as HTMLTextAreaElement).value).toBe('新的标题');
    await primary(second).trigger('click');
    await pass();
    expect(saved?.title).toBe('新的标题');
    expect(primary(second).text()).toBe('冻结规则卡');
    expect(sessionStorage.length).toBe(0);
    second.unmount();
  });
});
