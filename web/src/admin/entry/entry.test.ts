// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import ChangeList from './ChangeList.vue';
import ConflictDialog from './ConflictDialog.vue';

const line = (source: string, planned: number) => ({ source, planned, arrived: 0, spent: 0 });

describe('a list of changes', () => {
  it('shows before and after, and lists line by line', () => {
    const list = mount(ChangeList, {
      props: {
        noun: 'project',
        changes: [
          {
            path: '/funding',
            before: [line('衔接资金', 50_000_000), line('村集体', 1_000_000)],
            after: [line('衔接资金', 60_000_000), line('村集体', 1_000_000)],
          },
          { path: '/name', before: '水渠', after: '灌溉水渠' },
        ],
        clashes: [{ path: '/name', base: '水渠', theirs: '北干渠', mine: '灌溉水渠' }],
      },
    });
    expect(list.findAll('tbody th').map((head) => head.text().slice(0, 2))).toEqual([
      '名称',
      '资金',
    ]);
    expect(list.text()).toContain('别人已改为：北干渠');
    expect(list.get('.gone').text()).toMatch(/去掉.*50\.00 万元/);
    expect(list.get('.new').text()).toMatch(/新增.*60\.00 万元/);
    expect(list.get('.kept').text()).toBe('另有 1 行不变');
  });

  it('of a new entry has one column and only what says something', () => {
    const list = mount(ChangeList, {
      props: {
        noun: 'unit',
        changes: [
          { path: '/name', after: '里口村' },
          { path: '/former', after: [] },
          { path: '/ended', after: null },
          { path: '/synthetic', after: false },
        ],
      },
    });
    expect(list.findAll('thead th')).toHaveLength(2);
    expect(list.findAll('tbody tr')).toHaveLength(1);
  });
});

describe('a conflict', () => {
  it('is solved only when every clash has a choice, and keeps the rest of both', async () => {
    const base = { name: '里口村', code: '', households: 1, order: 1 };
    const dialog = mount(ConflictDialog, {
      props: {
        open: true,
        base,
        theirs: { ...base, name: '里口社区', code: 'C1' },
        mine: { ...base, name: '里口新村', households: 2 },
        noun: 'unit',
        by: 'town-2',
        at: '2022-11-24T01:00:00Z',
      },
    });
    expect(dialog.findAll('fieldset')).toHaveLength(1);
    expect(dialog.text()).toContain('您改的户数，对方改的编码');
    const button = dialog.get('.foot button');
    expect(button.attributes('disabled')).toBeDefined();
    expect(dialog.findAll('input:checked')).toHaveLength(0);
    await dialog.findAll('input')[0]!.setValue();
    await button.trigger('click');
    expect(dialog.emitted('resolved')).toEqual([
      [{ name: '里口新村', code: 'C1', households: 2, order: 1 }],
    ]);
  });
});
