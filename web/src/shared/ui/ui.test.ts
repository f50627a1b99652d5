// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { h, nextTick } from 'vue';
import { afterEach, describe, expect, it } from 'vitest';
import { locale, messages } from '@/shared/i18n';
import { UiConfirm, UiField, UiFileDrop, UiProgress, UiTable } from './index';

afterEach(() => {
  locale.value = 'zh-CN';
});

describe('messages', () => {
  it('follow the language shown, functions included', () => {
    const t = messages({ here: (n: number) => `已到 ${n} 人` }, { here: (n) => `${n} are here` });
    expect(t.value.here(3)).toBe('已到 3 人');
    locale.value = 'en';
    expect(t.value.here(3)).toBe('3 are here');
  });
});

describe('a field', () => {
  it('ties label, help and error to its control', () => {
    const field = mount(UiField, {
      props: { label: '名称', help: '写全称', error: '请填写' },
      slots: { default: ({ attrs }: { attrs: object }) => h('input', attrs) },
    });
    const input = field.get('input');
    expect(field.get('label').attributes('for')).toBe(input.attributes('id'));
    expect(input.attributes('aria-invalid')).toBe('true');
    const described = input.attributes('aria-describedby')!.split(' ');
    expect(described.map((id) => field.get(`[id="${id}"]`).text())).toEqual(['写全称', '请填写']);
  });

  it('is not marked faulty without a fault', () => {
    const field = mount(UiField, {
      props: { label: '名称' },
      slots: { default: ({ attrs }: { attrs: object }) => h('input', attrs) },
    });
    expect(field.get('input').attributes('aria-invalid')).toBeUndefined();
    expect(field.get('input').attributes('aria-describedby')).toBeUndefined();
  });
});

describe('a table', () => {
  const rows = [
    { name: '里口村', fen: 90 },
    { name: '邵伯村', fen: 1_000 },
    { name: '嵩潜村', fen: 200 },
  ];
  const table = (list = rows) =>
    mount(UiTable<(typeof rows)[number]>, {
      props: {
        caption: '项目',
        rows: list,
        rowKey: (row: (typeof rows)[number]) => row.name,
        columns: [
          { key: 'name', label: '村', head: true },
          { key: 'fen', label: '投资', unit: '分', number: true, sort: (row) => row.fen },
        ],
      },
      slots: { empty: '没有项目' },
    });
  const names = (wrapper: ReturnType<typeof table>) =>
    wrapper.findAll('tbody th').map((cell) => cell.text());

  it('sorts numbers as numbers, largest first, then smallest, then as given', async () => {
    const wrapper = table();
    const sort = wrapper.get('thead button');
    await sort.trigger('click');
    expect(names(wrapper)).toEqual(['邵伯村', '嵩潜村', '里口村']);
    expect(wrapper.get('thead th:last-child').attributes('aria-sort')).toBe('descending');
    await sort.trigger('click');
    expect(names(wrapper)).toEqual(['里口村', '嵩潜村', '邵伯村']);
    await sort.trigger('click');
    expect(names(wrapper)).toEqual(['里口村', '邵伯村', '嵩潜村']);
    expect(wrapper.get('thead th:last-child').attributes('aria-sort')).toBeUndefined();
  });

  it('names rows and columns and says so when there is nothing', () => {
    expect(table().get('caption').text()).toBe('项目');
    expect(table().get('tbody th').attributes('scope')).toBe('row');
    expect(table([]).text()).toContain('没有项目');
  });
});

describe('a confirmation', () => {
  it('states the effects, and asks only when its button is pressed', async () => {
    const wrapper = mount(UiConfirm, {
      props: {
        open: true,
        title: '关闭第二轮',
        effects: ['关闭后 3 张未投的选票不能再投。'],
        action: '关闭',
      },
    });
    await nextTick();
    expect(wrapper.get('dialog').attributes('open')).toBeDefined();
    expect(wrapper.text()).toContain('3 张未投的选票');
    const [cancel, confirm] = wrapper.findAll('.foot button');
    await cancel!.trigger('click');
    expect(wrapper.emitted('confirm')).toBeUndefined();
    expect(wrapper.emitted('update:open')).toEqual([[false]]);
    await confirm!.trigger('click');
    expect(wrapper.emitted('confirm')).toHaveLength(1);
  });

  it('cannot be pressed twice while it is under way', () => {
    const wrapper = mount(UiConfirm, {
      props: { open: true, title: 'x', effects: [], action: '冻结', busy: true },
    });
    const buttons = wrapper.findAll('.foot button');
    expect(buttons).toHaveLength(2);
    expect(buttons.every((button) => button.attributes('disabled') !== undefined)).toBe(true);
  });
});

describe('progress', () => {
  it('tells a screen reader how far it is, or only that it is under way', () => {
    const known = mount(UiProgress, { props: { label: '制作', value: 3, max: 12 } });
    expect(known.get('[role=progressbar]').attributes()).toMatchObject({
      'aria-valuenow': '3',
      'aria-valuemax': '12',
    });
    const unknown = mount(UiProgress, { props: { label: '制作' } });
    expect(unknown.get('[role=progressbar]').attributes('aria-valuenow')).toBeUndefined();
  });
});

describe('a place to drop a file', () => {
  it('takes what is dropped and what is chosen', async () => {
    const wrapper = mount(UiFileDrop, { props: { label: '选择', accept: '.csv' } });
    const file = new File(['a'], '名册.csv');
    await wrapper.get('.drop').trigger('drop', { dataTransfer: { files: [file] } });
    expect(wrapper.emitted('file')).toEqual([[file]]);
    expect(wrapper.text()).toContain('名册.csv');
  });
});
