// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { contextOf, readCertificate } from '@/crypto/ceremony/certificate';
import { readPolynomial } from '@/crypto/ceremony/polynomial';
import { keysOf, seedBackup } from '@/crypto/ceremony/seed';
import { ceremony as play } from '@/crypto/testing/ceremony';
import { keyFingerprint } from '@/crypto/trustee';
import type { Ceremony, CeremonyOwn, CeremonyStep } from '@/shared/api';
import { awaited, decryptionKey, isOwnSeed, mark, nextMessage, places } from './ceremony';
import CeremonyBoard from './CeremonyBoard.vue';
import CeremonyKey from './CeremonyKey.vue';
import { keepSeed, keptSeed } from './keyring';

const made = play('page', 3, 2);
const seed = made.seeds[0]!;
const ORDER: CeremonyStep[] = ['certificates', 'polynomials', 'keys', 'done'];

/** The ceremony as the first of three sees it at a step; `mine` says whether its part is in. */
function view(step: CeremonyStep, mine: boolean, named = 3): Ceremony {
  const at = ORDER.indexOf(step);
  const through = (part: number, position: number) =>
    part < at || (part === at && mine && position === 1);
  const own: CeremonyOwn = {
    position: 1,
    context: JSON.stringify(contextOf(3, 2, 1)),
    certificate: through(0, 1) ? made.certificateTexts[0]! : null,
    certificates: at > 0 ? made.certificatesText : null,
    polynomial: through(1, 1) ? made.polynomialTexts[0]! : null,
    input: at > 1 ? made.inputs[0]! : null,
    output: through(2, 1) ? made.outputTexts[0]! : null,
  };
  const members = ['甲', '乙', '丙'].slice(0, named).map((name, i) => ({
    position: i + 1,
    name: `监票人${name}`,
    login: `trustee-${i + 1}`,
    certificate: through(0, i + 1),
    polynomial: through(1, i + 1),
    key: through(2, i + 1),
    fingerprint: through(0, i + 1) ? keyFingerprint(keysOf(made.seeds[i]!).verification) : null,
    tested: false,
  }));
  return { scheme: 'threshold', size: 3, threshold: 2, step, members, own };
}

describe('what a device can do next', () => {
  it('is nothing while others are waited for', () => {
    for (const step of ORDER.slice(0, 3)) {
      const now = view(step, true);
      expect(nextMessage(now, now.own!, seed)).toBeNull();
    }
  });

  it('is the polynomial, then the key, then decrypting', () => {
    const second = view('polynomials', false);
    const polynomial = nextMessage(second, second.own!, seed)!;
    expect(polynomial.kind).toBe('polynomial');
    expect(readPolynomial(polynomial.text, made.certificates, 1).secrets).toHaveLength(3);
    const third = view('keys', false);
    expect(nextMessage(third, third.own!, seed)!.kind).toBe('key');
    expect(decryptionKey(third, third.own!, seed)).toBeNull();
    const done = view('done', true);
    expect(nextMessage(done, done.own!, seed)).toBeNull();
    expect(decryptionKey(done, done.own!, seed)!.electionKey).toBe(made.publicKey);
  });

  it('is nothing when the server shows another fingerprint than that of the certificate', () => {
    const now = view('polynomials', false);
    const [first, second] = now.members;
    second!.fingerprint = first!.fingerprint;
    expect(() => nextMessage(now, now.own!, seed)).toThrow('member 2');
  });

  it('needs the seed the certificate was made from', () => {
    const now = view('polynomials', false);
    expect(isOwnSeed(seed, now, now.own!)).toBe(true);
    expect(isOwnSeed(made.seeds[1]!, now, now.own!)).toBe(false);
  });
});

describe('the picture of a ceremony', () => {
  it('says who is waited for, also who is not named yet', () => {
    const now = view('certificates', true, 2);
    expect(awaited(now).map(({ name }) => name)).toEqual(['监票人乙']);
    expect(places(now)[2]).toBeNull();
    expect(mark(now, now.members[0]!, 'certificate')).toBe('done');
    expect(mark(now, now.members[1]!, 'certificate')).toBe('waiting');
    expect(mark(now, now.members[0]!, 'polynomial')).toBe('later');
    const board = mount(CeremonyBoard, { props: { ceremony: now, login: 'trustee-1' } });
    expect(board.get('[role=status]').text()).toContain('等待监票人乙、还没有指定的 1 名');
    expect(board.text()).toContain('第 3 名，待指定');
  });

  it('says in words that some are enough once it is done', () => {
    const board = mount(CeremonyBoard, { props: { ceremony: view('done', true) } });
    expect(board.get('[role=status]').text()).toContain('任意 2 名即可开箱');
    expect(board.findAll('thead th')).toHaveLength(2);
  });
});

describe('a member’s own page', () => {
  const page = (now: Ceremony) =>
    mount(CeremonyKey, {
      props: {
        cycle: 'c',
        event: '评议会议',
        synthetic: true,
        login: 'trustee-1',
        ceremony: now,
        own: now.own!,
        fixed: false,
        groupKey: null,
      },
    });
  const sent: { url: string; body: string }[] = [];
  /** A server that takes everything, or answers with this status. */
  const serve = (status = 200, body: unknown = view('certificates', true)) =>
    vi.stubGlobal('fetch', async (request: Request) => {
      sent.push({ url: request.url, body: await request.text() });
      return Response.json(body, { status });
    });
  beforeEach(() => {
    localStorage.clear();
    sent.length = 0;
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });
  const settle = async () => {
    await vi.advanceTimersByTimeAsync(100);
    await flushPromises();
  };

  it('makes a seed, keeps it here, and sends a certificate only', async () => {
    serve();
    const wrapper = page(view('certificates', false));
    await wrapper.get('button').trigger('click');
    await flushPromises();
    const kept = keptSeed('c', 'trustee-1')!;
    expect(sent.map(({ url }) => new URL(url).pathname)).toEqual([
      '/api/cycles/c/ceremony/certificate',
    ]);
    expect(readCertificate(sent[0]!.body, contextOf(3, 2, 1)).verification).toBe(
      keysOf(kept).verification,
    );
    expect(sent[0]!.body).not.toContain(kept);
  });

  it('keeps the seed when the answer is lost on the way', async () => {
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('network')));
    const wrapper = page(view('certificates', false));
    await wrapper.get('button').trigger('click');
    await flushPromises();
    expect(keptSeed('c', 'trustee-1')).not.toBeNull();
    expect(wrapper.text()).toContain('没有连上服务器');
    expect(wrapper.emitted('refresh')).toHaveLength(1);
  });

  it('goes on by itself, and tries again when the network fails', async () => {
    vi.useFakeTimers();
    keepSeed('c', 'trustee-1', seed);
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('network')));
    const wrapper = page(view('polynomials', false));
    await settle();
    expect(wrapper.text()).toContain('稍后自动再试');
    serve();
    await vi.advanceTimersByTimeAsync(5_000);
    await settle();
    expect(sent.map(({ url }) => new URL(url).pathname)).toEqual([
      '/api/cycles/c/ceremony/polynomial',
    ]);
    expect(wrapper.emitted('changed')).toHaveLength(1);
    expect(sent[0]!.body).not.toContain(seed);
  });

  it('names the member whose message is wrong, sends nothing, and goes on after a restart', async () => {
    vi.useFakeTimers();
    serve();
    keepSeed('c', 'trustee-1', seed);
    const wrong = view('keys', false);
    const input = JSON.parse(wrong.own!.input!) as { secrets: string[] };
    input.secrets[2] = made.polynomials[2]!.secrets[1]!;
    wrong.own!.input = JSON.stringify(input);
    const wrapper = page(wrong);
    await settle();
    expect(wrapper.get('[role=alert]').text()).toContain('监票人丙交来的内容核对不上');
    expect(sent).toEqual([]);
    const restarted = view('certificates', false);
    await wrapper.setProps({ ceremony: restarted, own: restarted.own! });
    await settle();
    expect(wrapper.text()).toContain('组织者让密钥重新开始生成');
    expect(wrapper.get('button').text()).toContain('生成密钥');
  });

  it('takes the seed from the backup sheet, and no other', async () => {
    const now = view('certificates', true);
    const wrapper = page(now);
    const type = async (text: string) => {
      await wrapper.get('textarea').setValue(text);
      await wrapper.get('form').trigger('submit');
    };
    await type(seedBackup(seed).replace(/.$/, '0'));
    expect(wrapper.text()).toContain('有字符输错了');
    await type(seedBackup(made.seeds[1]!));
    expect(wrapper.text()).toContain('不是现在登记的那一把');
    expect(keptSeed('c', 'trustee-1')).toBeNull();
    await type(seedBackup(seed));
    expect(keptSeed('c', 'trustee-1')).toBe(seed);
    expect(wrapper.text()).toContain('已恢复');
  });

  it('gives the key to decrypt with once all is done', async () => {
    vi.useFakeTimers();
    keepSeed('c', 'trustee-1', seed);
    const now = view('done', true);
    const wrapper = page(now);
    await settle();
    expect(wrapper.emitted('update:groupKey')).toEqual([[decryptionKey(now, now.own!, seed)]]);
  });
});
