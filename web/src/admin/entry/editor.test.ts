// @vitest-environment happy-dom
import { effectScope, nextTick, ref } from 'vue';
import { beforeEach, describe, expect, it } from 'vitest';
import { ApiError, type Register } from '@/shared/api';
import { setLocale } from '@/shared/i18n';
import { useEntryEditor, type Loaded, type Write } from './editor';
import { resolve } from './merge';

interface Village {
  name: string;
  code: string;
  households: number | null;
}
const VILLAGE: Village = { name: '里口村', code: 'C01', households: 210 };

beforeEach(() => sessionStorage.clear());

/** A server with one village that answers like the real one, and an editor of it. */
function open(
  server: { version: number; body: Village },
  answer?: (write: Write<Village>) => Register.Saved,
) {
  const sent: Write<Village>[] = [];
  const loaded = ref<Loaded<Village>>({ ...server });
  const now = (): Loaded<Village> => ({
    ...server,
    changed_by: 'town-2',
    changed_at: '2022-11-24T01:00:00Z',
  });
  const scope = effectScope();
  const editor = scope.run(() =>
    useEntryEditor<Village>({
      key: 'unit.1',
      noun: 'unit',
      loaded: () => loaded.value,
      load: async () => now(),
      save: async (write) => {
        sent.push(write);
        if (answer) return answer(write);
        if (write.version !== server.version) throw new ApiError(409, 'entry_changed');
        Object.assign(server, { version: server.version + 1, body: write.body });
        return { id: '1', version: server.version, proposal: null };
      },
    }),
  )!;
  return { editor, sent, loaded, now, close: () => scope.stop() };
}

describe('editing an entry', () => {
  it('saves with its version and its reason, and not without one', async () => {
    const { editor, sent } = open({ version: 3, body: VILLAGE });
    editor.draft.value.households = 212;
    await editor.save();
    expect(sent).toEqual([]);
    expect(editor.whyFault.value).toContain('原因');
    editor.why.value = ' 核对户籍 ';
    await editor.save();
    expect(sent).toEqual([{ version: 3, why: '核对户籍', body: { ...VILLAGE, households: 212 } }]);
    expect(editor.changed.value).toBe(0);
    expect(editor.why.value).toBe('');
  });

  it('keeps what was typed over a reload, with the version it started from', async () => {
    const server = { version: 3, body: VILLAGE };
    const first = open(server);
    first.editor.draft.value.name = '里口新村';
    await nextTick();
    first.close();
    Object.assign(server, { version: 4, body: { ...VILLAGE, households: 300 } });
    const { editor, sent } = open(server);
    expect(editor.draft.value.name).toBe('里口新村');
    editor.why.value = '更名';
    await editor.save();
    // The first attempt says version 3; what nobody else touched comes together by itself.
    expect(sent.map(({ version }) => version)).toEqual([3, 4]);
    expect(server.body).toEqual({ name: '里口新村', code: 'C01', households: 300 });
  });

  it('shows a conflict and loses nothing of either', async () => {
    const server = { version: 3, body: VILLAGE };
    const { editor, sent } = open(server);
    Object.assign(editor.draft.value, { name: '里口新村', households: 220 });
    editor.why.value = '更名';
    Object.assign(server, { version: 5, body: { ...VILLAGE, name: '里口社区', code: 'C02' } });
    await editor.save();
    const { base, theirs, mine, by } = editor.conflict.value!;
    expect({ base, theirs, by }).toMatchObject({
      base: VILLAGE,
      theirs: { name: '里口社区' },
      by: 'town-2',
    });
    editor.postpone();
    expect(editor.draft.value).toEqual({ ...VILLAGE, name: '里口新村', households: 220 });
    await editor.save();
    await editor.settle(resolve(base, theirs, mine, { '/name': 'theirs' }));
    expect(sent.at(-1)).toMatchObject({ version: 5, why: '更名' });
    expect(server.body).toEqual({ name: '里口社区', code: 'C02', households: 220 });
    expect(editor.conflict.value).toBeUndefined();
  });

  it('takes over what others saved only while nothing was typed', async () => {
    const { editor, loaded } = open({ version: 3, body: VILLAGE });
    loaded.value = { version: 4, body: { ...VILLAGE, households: 1 } };
    await nextTick();
    expect(editor.draft.value.households).toBe(1);
    editor.draft.value.code = 'C09';
    loaded.value = { version: 5, body: { ...VILLAGE, households: 2 } };
    await nextTick();
    expect(editor.draft.value).toEqual({ name: '里口村', code: 'C09', households: 1 });
    editor.discard();
    expect(editor.draft.value).toEqual({ ...VILLAGE, households: 2 });
  });

  it('tells a proposal from a save, and puts faults at their members', async () => {
    const proposing = open({ version: 3, body: VILLAGE }, ({ version }) => ({
      id: '1',
      version,
      proposal: 'p1',
    }));
    proposing.editor.draft.value.code = 'C09';
    proposing.editor.why.value = '更正';
    await proposing.editor.save();
    expect(proposing.editor.proposed.value).toBe(true);
    expect(proposing.editor.draft.value).toEqual(VILLAGE);
    proposing.close();

    const { editor } = open({ version: 3, body: VILLAGE }, () => {
      throw new ApiError(422, 'entry_invalid', null, [
        { path: '/name', code: 'empty', message: '不能为空', message_en: 'must not be empty' },
      ]);
    });
    editor.draft.value.name = '';
    editor.why.value = '试试';
    await editor.save();
    expect(editor.faults.value).toEqual([{ path: '/name', text: '不能为空' }]);
    setLocale('en');
    expect(editor.faults.value).toEqual([{ path: '/name', text: 'must not be empty' }]);
    setLocale('zh-CN');
    expect(editor.draft.value.name).toBe('');
    expect(editor.error.value).toBeUndefined();
  });
});
