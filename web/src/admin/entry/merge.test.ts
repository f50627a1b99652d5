import { describe, expect, it } from 'vitest';
import { changes, clashes, lineChanges, resolve, same } from './merge';

/** Every document of three members that are absent, null, 0 or 1. */
function* documents(): Generator<Record<string, unknown>> {
  const values = [undefined, null, 0, 1];
  for (const a of values)
    for (const b of values)
      yield Object.fromEntries(Object.entries({ a, b }).filter(([, value]) => value !== undefined));
}

describe('two values', () => {
  it('are the same whatever the order of members, and not of lists', () => {
    expect(same({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 })).toBe(true);
    expect(same([1, 2], [2, 1])).toBe(false);
    expect(same({ a: null }, {})).toBe(false);
    expect(same([], {})).toBe(false);
    expect(same(null, {})).toBe(false);
  });
});

describe('the difference of two versions', () => {
  it('names the members that differ, in order, and leaves out what was not there', () => {
    expect(
      changes({ name: '里口村', order: 1, code: '' }, { name: '里口社区', order: 1, zone: 2 }),
    ).toEqual([
      { path: '/code', before: '' },
      { path: '/name', before: '里口村', after: '里口社区' },
      { path: '/zone', after: 2 },
    ]);
  });
});

describe('two changes of one version', () => {
  it('lose nothing when they come together', () => {
    for (const base of documents())
      for (const theirs of documents())
        for (const mine of documents()) {
          const found = clashes(base, theirs, mine);
          for (const choice of ['mine', 'theirs'] as const) {
            const choices = Object.fromEntries(found.map(({ path }) => [path, choice]));
            const merged = resolve(base, theirs, mine, choices);
            const clashing = new Set(found.map(({ path }) => path));
            const wanted = choice === 'mine' ? mine : theirs;
            for (const { path } of [...changes(base, theirs), ...changes(base, mine)]) {
              const name = path.slice(1);
              if (clashing.has(path)) expect(merged[name]).toEqual(wanted[name]);
            }
            for (const [one, other] of [
              [theirs, mine],
              [mine, theirs],
            ] as const)
              for (const { path, after } of changes(base, one))
                if (!changes(base, other).some((each) => each.path === path))
                  expect(merged[path.slice(1)]).toEqual(after);
          }
        }
  });

  it('clash only where both changed one member differently, whoever is asked', () => {
    for (const base of documents())
      for (const theirs of documents())
        for (const mine of documents()) {
          const one = clashes(base, theirs, mine).map(({ path }) => path);
          expect(clashes(base, mine, theirs).map(({ path }) => path)).toEqual(one);
          for (const path of one) expect(theirs[path.slice(1)]).not.toEqual(mine[path.slice(1)]);
        }
  });

  it('give what the other saved to whoever changed nothing', () => {
    for (const base of documents())
      for (const theirs of documents()) {
        expect(resolve(base, theirs, base, {})).toEqual(theirs);
        expect(resolve(base, base, theirs, {})).toEqual(theirs);
      }
  });

  it('are never decided for anybody', () => {
    const [base, theirs, mine] = [{ name: '里口村' }, { name: '里口社区' }, { name: '里口新村' }];
    expect(clashes(base, theirs, mine)).toEqual([
      { path: '/name', base: '里口村', theirs: '里口社区', mine: '里口新村' },
    ]);
    expect(() => resolve(base, theirs, mine, {})).toThrow(RangeError);
    expect(resolve(base, theirs, mine, { '/name': 'theirs' })).toEqual(theirs);
  });
});

describe('lines of two lists', () => {
  it('are told as gone, new or standing in both, in their order', () => {
    expect(lineChanges(['一', '二', '三'], ['一', '三', '四'])).toEqual([
      { kind: 'same', text: '一' },
      { kind: 'gone', text: '二' },
      { kind: 'same', text: '三' },
      { kind: 'new', text: '四' },
    ]);
    expect(lineChanges([], ['一'])).toEqual([{ kind: 'new', text: '一' }]);
    expect(lineChanges(['一', '一'], ['一'])).toEqual([
      { kind: 'same', text: '一' },
      { kind: 'gone', text: '一' },
    ]);
  });

  it('give back both lists', () => {
    const lists = ['', 'a', 'ab', 'ba', 'aab', 'abcab', 'bca'].map((text) => [...text]);
    for (const before of lists)
      for (const after of lists) {
        const lines = lineChanges(before, after);
        const of = (kind: string) =>
          lines.filter((line) => line.kind !== kind).map((line) => line.text);
        expect(of('new')).toEqual(before);
        expect(of('gone')).toEqual(after);
      }
  });
});
