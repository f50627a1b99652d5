// @vitest-environment happy-dom
import { effectScope, nextTick, ref } from 'vue';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { locale } from '@/shared/i18n';
import { useAction } from './action';
import { answer, api, whenSignedOut } from './client';
import type { CycleRow } from './types';
import { useDraft } from './draft';
import { useResource } from './live';
import { ApiError } from './problem';
import { faultText, problemText } from './problem.messages';

const problem = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
  });
const respond = (response: () => Response) =>
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => response()),
  );
const failure = async (request: Promise<unknown>): Promise<ApiError> => {
  try {
    await request;
  } catch (error) {
    return error as ApiError;
  }
  throw new Error('it did not fail');
};

beforeEach(() => sessionStorage.clear());
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  locale.value = 'zh-CN';
});

describe('an answer of the server', () => {
  const cycles = () => answer<CycleRow[]>(api.GET('/api/cycles'));

  it('is its body when all is well', async () => {
    respond(() => Response.json([{ code: 'haiyang-2022' }]));
    await expect(cycles()).resolves.toEqual([{ code: 'haiyang-2022' }]);
  });

  it('is an error with code, detail and faults by cell when refused', async () => {
    const faults = [{ path: 'C12', message: '应为 town' }];
    respond(() => problem(422, { code: 'rows_invalid', detail: '两处', faults }));
    const error = await failure(cycles());
    expect(error).toMatchObject({ status: 422, code: 'rows_invalid', detail: '两处', faults });
  });

  it('says offline when none came', async () => {
    vi.stubGlobal('fetch', vi.fn().mockRejectedValue(new TypeError('network')));
    expect(await failure(cycles())).toMatchObject({ status: 0, code: 'offline' });
  });

  it('keeps the status of a body that is no problem document', async () => {
    respond(() => new Response('<html>bad gateway</html>', { status: 502 }));
    expect(await failure(cycles())).toMatchObject({ status: 502, code: 'http_502' });
  });

  it('ends the session on 401, but not on a wrong password', async () => {
    const ended = vi.spyOn(whenSignedOut, 'call').mockImplementation(() => undefined);
    respond(() => problem(401, { code: 'sign_in_failed' }));
    await failure(cycles());
    expect(ended).not.toHaveBeenCalled();
    respond(() => problem(401, { code: 'sign_in_needed' }));
    await failure(cycles());
    expect(ended).toHaveBeenCalledOnce();
  });
});

describe('the sentence for an error', () => {
  it('is the server’s own in Chinese and a translation of the code elsewhere', () => {
    const error = new ApiError(409, 'issue_exceeds', '发出 27 张，这个票箱只印了 26 张');
    expect(problemText(error)).toContain('27');
    locale.value = 'en';
    expect(problemText(error)).toMatch(/^More slips/);
  });

  it('of a fault is told in the language shown, in Chinese only where there is no other', () => {
    const fault = { message: '不能为空', message_en: 'must not be empty' };
    expect(faultText(fault)).toBe('不能为空');
    locale.value = 'en';
    expect(faultText(fault)).toBe('must not be empty');
    for (const message_en of ['', null, undefined])
      expect(faultText({ ...fault, message_en: message_en as string })).toBe('不能为空');
  });

  it('says for an unknown code whether anything may have failed at the server', () => {
    expect(problemText(new ApiError(500, 'http_500'))).toContain('服务器');
    expect(problemText(new ApiError(418, 'http_418'))).toContain('没有成功');
    expect(problemText(new Error('boom'))).toContain('没有料到');
  });
});

describe('a resource', () => {
  const inScope = <T>(make: () => T) => {
    const scope = effectScope();
    return { scope, value: scope.run(make)! };
  };
  const settle = () => vi.advanceTimersByTimeAsync(0);

  beforeEach(() => vi.useFakeTimers());

  it('keeps the same object while the content is the same', async () => {
    const load = vi.fn(async () => [{ present: 3 }]);
    const { scope, value } = inScope(() => useResource(() => 'x', load));
    await settle();
    const first = value.data.value;
    await vi.advanceTimersByTimeAsync(11_000);
    expect(load.mock.calls.length).toBeGreaterThan(1);
    expect(value.data.value).toBe(first);
    scope.stop();
  });

  it('keeps what it has when a refresh fails, and tells', async () => {
    let fails = false;
    const { scope, value } = inScope(() =>
      useResource(
        () => 'x',
        async () => {
          if (fails) throw new ApiError(0, 'offline');
          return 'here';
        },
      ),
    );
    await settle();
    fails = true;
    await value.refresh();
    expect(value.data.value).toBe('here');
    expect(value.error.value).toMatchObject({ code: 'offline' });
    fails = false;
    await value.refresh();
    expect(value.error.value).toBeUndefined();
    scope.stop();
  });

  it('forgets another key’s data, and an answer that comes too late', async () => {
    const key = ref('a');
    const waiting: ((text: string) => void)[] = [];
    const { scope, value } = inScope(() =>
      useResource(
        () => key.value,
        () => new Promise<string>((resolve) => waiting.push(resolve)),
      ),
    );
    key.value = 'b';
    await nextTick();
    waiting[1]!('of b');
    await settle();
    waiting[0]!('of a');
    await settle();
    expect(value.data.value).toBe('of b');
    scope.stop();
  });

  it('keeps what a request has answered over a question asked before it', async () => {
    const waiting: ((text: string) => void)[] = [];
    const { scope, value } = inScope(() =>
      useResource(
        () => 'x',
        () => new Promise<string>((resolve) => waiting.push(resolve)),
      ),
    );
    waiting[0]!('absent');
    await settle();
    void value.refresh();
    value.set('present');
    waiting[1]!('absent');
    await settle();
    expect(value.data.value).toBe('present');
    expect(value.loading.value).toBe(false);
    scope.stop();
  });

  it('stops asking when nobody listens any more', async () => {
    const load = vi.fn(async () => 1);
    const { scope } = inScope(() => useResource(() => 'x', load));
    await settle();
    scope.stop();
    const asked = load.mock.calls.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(load.mock.calls.length).toBe(asked);
  });
});

describe('a draft', () => {
  it('survives a reload and is gone once it is sent', async () => {
    const first = useDraft('card', { title: '' });
    first.value.value.title = '规则卡';
    await nextTick();
    expect(first.changed.value).toBe(true);
    const reloaded = useDraft('card', { title: '' });
    expect(reloaded.value.value.title).toBe('规则卡');
    expect(reloaded.changed.value).toBe(true);
    reloaded.reset({ title: '规则卡' });
    await nextTick();
    expect(useDraft('card', { title: '' }).value.value.title).toBe('');
  });

  it('takes what the server knows without touching what was typed', async () => {
    const draft = useDraft<{ title: string } | null>('card', null);
    draft.rebase({ title: 'saved' });
    expect(draft.value.value).toEqual({ title: 'saved' });
    expect(draft.changed.value).toBe(false);
    draft.value.value = { title: 'typed' };
    await nextTick();
    draft.rebase({ title: 'saved by another' });
    expect(draft.value.value).toEqual({ title: 'typed' });
    expect(draft.changed.value).toBe(true);
    draft.rebase({ title: 'typed' });
    expect(draft.changed.value).toBe(false);
  });
});

describe('an action', () => {
  it('runs once at a time and keeps its error for the page', async () => {
    let fail: (reason: Error) => void = () => undefined;
    const step = vi.fn(
      () =>
        new Promise<void>((_, reject) => {
          fail = reject;
        }),
    );
    const action = useAction(step);
    const first = action.run();
    await action.run();
    expect(step).toHaveBeenCalledOnce();
    expect(action.busy.value).toBe(true);
    fail(new Error('no'));
    await first;
    expect(action.busy.value).toBe(false);
    expect(action.error.value).toMatchObject({ message: 'no' });
  });
});
