// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils';
import { describe, expect, it, vi } from 'vitest';
import { ApiError, type ImportReport } from '@/shared/api';
import { setLocale } from '@/shared/i18n';
import { UiFileDrop } from '@/shared/ui';
import { decodeTable, EncodingError, encodeTable } from './csv';
import ImportDialog from './ImportDialog.vue';

describe('a table file', () => {
  it('is read in UTF-8 with and without a mark, and as Excel on Chinese Windows saves it', () => {
    const text = 'town\n郭城镇';
    expect(decodeTable(new TextEncoder().encode(text))).toBe(text);
    expect(decodeTable(new TextEncoder().encode(`\uFEFF${text}`))).toBe(text);
    // 郭城镇 in GB 18030.
    const gb = Uint8Array.from([0xb9, 0xf9, 0xb3, 0xc7, 0xd5, 0xf2]);
    expect(decodeTable(gb)).toBe('郭城镇');
  });

  it('in no known encoding is refused, not guessed', () => {
    expect(() => decodeTable(Uint8Array.from([0xff, 0xff, 0xff]))).toThrow(EncodingError);
  });

  it('is written so that cells keep their commas, quotes and empty places', () => {
    expect(encodeTable([['a,b', 'say "x"', null, true, 3]])).toBe(
      '\uFEFF"a,b","say ""x""",,true,3\r\n',
    );
  });
});

describe('importing', () => {
  const report: ImportReport = {
    rows: 103,
    new: 1,
    changed: 2,
    unchanged: 100,
    missing: 0,
    applied: false,
  };
  const dialog = (send: (csv: string, dryRun: boolean) => Promise<ImportReport>) =>
    mount(ImportDialog, {
      props: { open: true, title: '导入名册', template: [['a']], fileName: 'x.csv', send },
    });
  const drop = async (wrapper: ReturnType<typeof dialog>, text: string) => {
    wrapper.getComponent(UiFileDrop).vm.$emit('file', new File([text], 'x.csv'));
    await flushPromises();
    await flushPromises();
  };

  it('asks first, shows the difference, and writes only when told to', async () => {
    const send = vi.fn(async (_csv: string, dryRun: boolean) => ({ ...report, applied: !dryRun }));
    const wrapper = dialog(send);
    await drop(wrapper, 'area\n1');
    expect(send.mock.calls).toEqual([['area\n1', true]]);
    expect(wrapper.get('.counts').text()).toMatch(/新增1.*改动2.*不变100/);
    await wrapper.get('.foot button, footer button').trigger('click');
    await flushPromises();
    expect(send.mock.calls.at(-1)).toEqual(['area\n1', false]);
    expect(wrapper.emitted('applied')?.[0]).toEqual([{ ...report, applied: true }]);
  });

  it('names faulty cells and offers nothing to write', async () => {
    const wrapper = dialog(async () => {
      throw new ApiError(422, 'rows_invalid', null, [
        {
          path: 'C12',
          column: 'town_kind',
          value: '乡',
          message: '应为 town、subdistrict 或 zone',
          message_en: 'must be town, subdistrict or zone',
        },
      ]);
    });
    await drop(wrapper, 'area\n1');
    expect(wrapper.get('tbody').text()).toContain('C12');
    expect(wrapper.get('tbody').text()).toContain('应为 town');
    setLocale('en');
    await flushPromises();
    expect(wrapper.get('tbody').text()).toContain('must be town');
    setLocale('zh-CN');
    expect(wrapper.find('.primary').exists()).toBe(false);
  });

  it('of what is there already writes nothing', async () => {
    const wrapper = dialog(async () => ({ ...report, new: 0, changed: 0, unchanged: 103 }));
    await drop(wrapper, 'area\n1');
    expect(wrapper.text()).toContain('完全一样');
    expect(wrapper.find('.primary').exists()).toBe(false);
  });
});
