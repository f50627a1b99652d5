// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest';
import type { Register } from '@/shared/api';
import { locale, setWords, VILLAGE_WORDS } from '@/shared/i18n';
import { timelineKind, timelineText } from './timeline';

afterEach(() => {
  locale.value = 'zh-CN';
  setWords(VILLAGE_WORDS);
});

type Happening = Register.Happening;
const line = (happening: Happening, noun: Register.Noun | null = null): Register.TimelineLine => ({
  on: '2022-11-27',
  document: '',
  noun,
  id: noun && '0193',
  ...happening,
});
const both = (happening: Happening, noun: Register.Noun | null = null): [string, string] => {
  locale.value = 'zh-CN';
  const zh = timelineText(line(happening, noun));
  locale.value = 'en';
  const en = timelineText(line(happening, noun));
  locale.value = 'zh-CN';
  return [zh, en];
};
const begun = (name: string, post: Register.Post): Happening => ({
  kind: 'term_begun',
  name,
  post,
});
const over = (name: string, post: Register.Post, reason: string): Happening => ({
  kind: 'term_ended',
  name,
  post,
  reason,
});
const renamed = (
  names: [string, string] | null,
  parents: [string, string] | null,
  reason = '',
): Happening => {
  const pair = (of: [string, string] | null) => of && { from: of[0], to: of[1] };
  return { kind: 'renamed', names: pair(names), parents: pair(parents), reason };
};
const result: Extract<Happening, { kind: 'result' }> = {
  kind: 'result',
  title: '2022年度评议大会',
  group: '第一片区',
  place: '1',
  score: '92.35',
  award: '一等奖',
};

describe('a line of a timeline', () => {
  it('names the village to a person and the person to a village', () => {
    expect(both(begun('朱吴镇里口村', 'secretary'), 'unit')).toEqual([
      '任朱吴镇里口村书记',
      'Became secretary of 朱吴镇里口村',
    ]);
    expect(both(begun('丁一', 'reserve'), 'person')).toEqual([
      '丁一任后备干部',
      '丁一 became reserve cadre',
    ]);
    expect(both(over('朱吴镇里口村', 'reserve', '任书记'), 'unit')).toEqual([
      '不再任朱吴镇里口村后备干部（任书记）',
      'No longer reserve cadre of 朱吴镇里口村 (任书记)',
    ]);
    expect(both(over('丁一', 'secretary', '到龄离任'), 'person')).toEqual([
      '丁一不再任书记（到龄离任）',
      '丁一 is no longer secretary (到龄离任)',
    ]);
  });

  it('tells how a person stands in professional management', () => {
    expect(both({ kind: 'admitted', name: '第一批' })).toEqual([
      '纳入第一批',
      'Admitted with 第一批',
    ]);
    expect(both({ kind: 'suspended', reason: '受处分期间' })).toEqual([
      '暂停专业化管理（受处分期间）',
      'Professional management suspended (受处分期间)',
    ]);
    expect(both({ kind: 'exited', reason: '调离' })).toEqual([
      '退出专业化管理（调离）',
      'Left professional management (调离)',
    ]);
  });

  it('tells another name, another parent, or both', () => {
    expect(both(renamed(['东村', '东村街道'], null, '撤镇设街道'))).toEqual([
      '由东村更名为东村街道（撤镇设街道）',
      'Renamed from 东村 to 东村街道 (撤镇设街道)',
    ]);
    expect(both(renamed(null, ['甲镇', '乙镇']))).toEqual([
      '由甲镇划归乙镇',
      'Moved from 甲镇 to 乙镇',
    ]);
    expect(both(renamed(['东村', '西村'], ['甲镇', '乙镇'], '区划调整'))).toEqual([
      '由东村更名为西村，由甲镇划归乙镇（区划调整）',
      'Renamed from 东村 to 西村, moved from 甲镇 to 乙镇 (区划调整)',
    ]);
    expect(both(renamed(null, ['', '乙镇']))).toEqual(['划归乙镇', 'Now belongs to 乙镇']);
    expect(both(renamed(null, ['甲镇', '']))).toEqual([
      '不再隶属甲镇',
      'No longer belongs to 甲镇',
    ]);
  });

  it('tells where a unit went', () => {
    expect(both({ kind: 'ended', successor: '里口村', reason: '合村并居' }, 'unit')).toEqual([
      '并入里口村（合村并居）',
      'Merged into 里口村 (合村并居)',
    ]);
    expect(both({ kind: 'ended', successor: null, reason: '' })).toEqual(['撤销', 'Dissolved']);
  });

  it('tells a published result', () => {
    expect(both(result)).toEqual([
      '2022年度评议大会，第一片区第 1 名，92.35 分，获一等奖',
      '2022年度评议大会, 第一片区, place 1, score 92.35, award 一等奖',
    ]);
    expect(both({ ...result, award: null })[0]).toBe('2022年度评议大会，第一片区第 1 名，92.35 分');
  });

  it('tells projects and rectifications from their beginning to their end', () => {
    expect(both({ kind: 'started', name: '水渠' }, 'project')).toEqual([
      '水渠开工',
      '水渠 was started',
    ]);
    expect(both({ kind: 'accepted', name: '水渠', result: '合格' }, 'project')).toEqual([
      '水渠验收，结论：合格',
      'Acceptance of 水渠: 合格',
    ]);
    expect(both({ kind: 'found', problem: '账目未公示', owner: '丁一' })).toEqual([
      '账目未公示，由丁一负责整改',
      '账目未公示, to be put right by 丁一',
    ]);
    expect(both({ kind: 'closed', problem: '账目未公示', result: '已公示' })).toEqual([
      '账目未公示，已整改：已公示',
      '账目未公示, put right: 已公示',
    ]);
  });

  it('of an event is what was written', () => {
    for (const kind of ['training', 'award', 'discipline', 'other'] as const)
      expect(both({ kind, text: '示范培训班' })).toEqual(['示范培训班', '示范培训班']);
  });

  const EMPTY: [Happening, string, string][] = [
    [begun('', 'secretary'), '任书记', 'Became secretary'],
    [over('', 'secretary', ''), '不再任书记', 'No longer secretary'],
    [{ kind: 'admitted', name: '' }, '纳入专业化管理', 'Admitted to professional management'],
    [{ kind: 'suspended', reason: '' }, '暂停专业化管理', 'Professional management suspended'],
    [{ kind: 'exited', reason: '' }, '退出专业化管理', 'Left professional management'],
    [renamed(null, null), '更名或划转', 'Renamed or moved'],
    [renamed(null, ['', '']), '更名或划转', 'Renamed or moved'],
    [renamed(['', '西村'], null), '更名为西村', 'Renamed 西村'],
    [{ kind: 'ended', successor: '', reason: '' }, '并入其他单位', 'Merged into another unit'],
    [{ ...result, title: '', group: '', score: '', award: '' }, '第 1 名', 'place 1'],
    [{ ...result, title: '', group: '', place: '', score: '', award: null }, '', ''],
    [{ kind: 'started', name: '' }, '项目开工', 'Project was started'],
    [{ kind: 'accepted', name: '', result: '' }, '项目验收', 'Acceptance of the project'],
    [{ kind: 'found', problem: '', owner: '' }, '发现问题', 'A problem was found'],
    [{ kind: 'closed', problem: '', result: '' }, '已整改', 'Put right'],
    [{ kind: 'other', text: '' }, '', ''],
  ];
  it.each(EMPTY)('leaves no trace of what is empty: %o', (happening, zh, en) => {
    expect(both(happening)).toEqual([zh, en]);
    expect(both(happening, 'unit')).toEqual([zh, en]);
  });

  it('speaks with the words of the organisation', () => {
    const word = (zh: string, en: string) => ({ zh, en, en_plural: `${en}s` });
    setWords({
      ...VILLAGE_WORDS,
      secretary: word('店长', 'shop manager'),
      project: word('装修', 'refit'),
    });
    expect(both(begun('青岛一店', 'secretary'), 'unit')).toEqual([
      '任青岛一店店长',
      'Became shop manager of 青岛一店',
    ]);
    expect(timelineKind('started')).toBe('装修开工');
    locale.value = 'en';
    expect(timelineKind('started')).toBe('Refit started');
    expect(timelineKind('award')).toBe('Award');
  });
});
