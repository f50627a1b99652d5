// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { computed, defineComponent, h, nextTick, ref } from 'vue';
import { describe, expect, it } from 'vitest';
import { byPath, provideFaults, useFaults, type FaultLine } from './faults';
import RowList from './RowList.vue';

/** A list of names, each in a field that keeps what is typed in it. */
function list(
  names: string[],
  more: Record<string, unknown> = {},
  faults: readonly FaultLine[] = [],
) {
  const rows = ref(names.map((name) => ({ name })));
  const Keeping = defineComponent({
    props: { name: { type: String, required: true } },
    setup: (props) => {
      const typed = ref(props.name);
      return () => h('input', { value: typed.value });
    },
  });
  const Page = defineComponent({
    setup() {
      provideFaults(computed(() => byPath(faults)));
      return () =>
        h(
          RowList as never,
          {
            modelValue: rows.value,
            'onUpdate:modelValue': (next: { name: string }[]) => (rows.value = next),
            path: '/names',
            make: () => ({ name: '' }),
            ...more,
          },
          { default: ({ row }: { row: { name: string } }) => h(Keeping, { name: row.name }) },
        );
    },
  });
  const page = mount(Page, { attachTo: document.body });
  return { page, rows, shown: () => page.findAll('input').map(({ element }) => element.value) };
}

describe('a list of rows', () => {
  it('takes a row away with what was typed in it, and no other', async () => {
    const { page, rows, shown } = list(['甲', '乙', '丙']);
    await page.findAll('input')[1]!.setValue('乙二');
    await page.get('[title="删去第 1 行"]').trigger('click');
    expect(rows.value.map(({ name }) => name)).toEqual(['乙', '丙']);
    expect(shown()).toEqual(['乙二', '丙']);
    page.unmount();
  });

  it('puts the cursor into a new row, and knows how many there may be', async () => {
    const remove = ({ name }: { name: string }) => `去掉${name}`;
    const { page, rows } = list(['甲'], { add: '添加名字', remove, least: 1, most: 2 });
    expect(page.get('[title="去掉甲"]').attributes('disabled')).toBeDefined();
    const add = page.findAll('button').find((button) => button.text() === '添加名字')!;
    await add.trigger('click');
    await nextTick();
    expect(rows.value).toHaveLength(2);
    expect(document.activeElement).toBe(page.findAll('input')[1]!.element);
    expect(add.attributes('disabled')).toBeDefined();
    page.unmount();
  });

  it('says what is wrong with a row and with all of them', () => {
    const { page } = list(['甲', '甲'], {}, [
      { path: '/names/1', text: '写了两次' },
      { path: '/names/1', text: '另一句' },
      { path: '/names', text: '太少' },
    ]);
    expect(page.findAll('.fault').map((fault) => fault.text())).toEqual(['写了两次', '太少']);
    page.unmount();
  });
});

describe('faults', () => {
  it('are found at their member and around it', () => {
    let found: ReturnType<typeof useFaults>;
    const Field = defineComponent({
      setup() {
        found = useFaults();
        return () => null;
      },
    });
    mount(
      defineComponent({
        setup() {
          provideFaults(computed(() => ({ '/scale/most': '太大' })));
          return () => h(Field);
        },
      }),
    );
    expect(found!.at('/scale/most')).toBe('太大');
    expect(found!.at('/scale')).toBeUndefined();
    expect([found!.within('/scale'), found!.within('/sca')]).toEqual([true, false]);
  });
});
