import { afterEach, describe, expect, it } from 'vitest';
import { locale, setWords, VILLAGE_WORDS } from '@/shared/i18n';
import { t } from './fields.messages';
import { fieldName, inOrder, money, percent, placeName, valueLines } from './fields';

afterEach(() => {
  locale.value = 'zh-CN';
  setWords(VILLAGE_WORDS);
});

const NAMES = { v1: '里口村', t1: '东村街道', b1: '第一批' };

describe('words for members', () => {
  it('say what a member and a place inside it are', () => {
    expect(fieldName('project', '/funding')).toBe('资金');
    expect(placeName('project', '/funding/0/planned')).toBe('资金 第 1 项 计划');
    expect(placeName('unit', '/name')).toBe('名称');
    expect(fieldName('unit', '/unheard_of')).toBe('unheard_of');
  });

  it('follow the words of the organisation', () => {
    const shop = { zh: '门店', en: 'shop', en_plural: 'shops' };
    setWords({ ...VILLAGE_WORDS, village: shop });
    expect(fieldName('project', '/villages')).toBe('所在门店');
    locale.value = 'en';
    expect(fieldName('project', '/villages')).toBe('Shops');
  });

  it('are there for every member in both languages', () => {
    const of = () => Object.entries(t.value.members).map(([noun, all]) => [noun, Object.keys(all)]);
    const chinese = of();
    locale.value = 'en';
    expect(of()).toEqual(chinese);
  });
});

describe('money and shares', () => {
  it('hide no fen', () => {
    expect(money(734_577_0000)).toBe('7,345.77 万元');
    expect(money(12_345)).toBe('123.45 元');
    expect(money(-5)).toBe('−0.05 元');
    expect(money(0)).toBe('0.00 万元');
    expect(percent(4_983)).toBe('49.83%');
    expect(percent(10_000)).toBe('100%');
  });
});

describe('values', () => {
  it('read as lines, references by their names', () => {
    const funding = [{ source: '衔接资金', planned: 50_000_000, arrived: 20_000_000, spent: 0 }];
    expect(valueLines('project', '/funding', funding)).toEqual([
      '衔接资金：计划 50.00 万元，到位 20.00 万元，支出 0.00 万元',
    ]);
    const terms = [
      {
        village: 'v1',
        post: 'secretary',
        from: '2018-03-01',
        to: '2021-01-10',
        exit_reason: '到龄',
        mentor: null,
      },
      {
        village: 'v1',
        post: 'reserve',
        from: '2022-03-01',
        to: null,
        exit_reason: '',
        mentor: null,
      },
    ];
    expect(valueLines('person', '/terms', terms, NAMES)).toEqual([
      '里口村书记，2018年3月1日至2021年1月10日（到龄）',
      '里口村后备干部，2022年3月1日起',
    ]);
    expect(valueLines('project', '/villages', ['v1', '0193-abcdef'], NAMES)).toEqual([
      '里口村',
      '（编号尾号 abcdef）',
    ]);
    expect(valueLines('project', '/start', { planned: '2022-03-01', actual: null })).toEqual([
      '计划 2022年3月1日',
    ]);
    expect(valueLines('setting', '/behind_red', 2_000)).toEqual(['20 个百分点']);
  });

  it('of a condition of admission tell its number and unit', () => {
    const rules = [
      { kind: 'income', least: 20_500_000 },
      { kind: 'share_of_villages', most: 1_250 },
      { kind: 'rank_in_town', last: 5 },
      { kind: 'unheard_of' },
    ];
    expect(valueLines('setting', '/rules', rules)).toEqual([
      '最近一年村集体收入不低于 20.50 万元',
      '每个镇街纳入的不超过村数的 12.5%，连同在管的一起算',
      '最近一年在镇街排前 5 名',
      'unheard_of',
    ]);
    locale.value = 'en';
    expect(valueLines('setting', '/rules', rules)[2]).toBe(
      'among the first 5 of the town in the newest year',
    );
  });

  it('have no line where there is nothing, and never break on what is unknown', () => {
    for (const nothing of [null, undefined, '', []]) {
      expect(valueLines('unit', '/parent', nothing)).toEqual([]);
      expect(valueLines('unit', '/figures', nothing)).toEqual([]);
    }
    expect(valueLines('unit', '/new_member', { a: 1 })).toEqual(['{"a":1}']);
    expect(valueLines('project', '/state', 'melted')).toEqual(['melted']);
    expect(valueLines('person', '/terms', [null, 7])).toHaveLength(2);
  });

  it('of a document stand in its own order', () => {
    const paths = ['/events', '/name', '/zzz', '/kind'].map((path) => ({ path }));
    expect(inOrder('unit', paths).map(({ path }) => path)).toEqual([
      '/kind',
      '/name',
      '/events',
      '/zzz',
    ]);
  });
});
