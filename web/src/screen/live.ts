import type { ScreenState } from '@/shared/api/screen';

/** How a connection is doing: `lost` once nothing has been heard for a while. */
export type Contact = 'connecting' | 'live' | 'lost';

export interface LiveOptions {
  url: string;
  eventsUrl: string;
  onState: (state: ScreenState) => void;
  onContact: (contact: Contact) => void;
  /** Injected in tests. */
  random?: () => number;
}

/** Between polls while events arrive: only a net below the net. */
const POLL_LIVE_MS = 15_000;
/** Between polls while events do not arrive. */
const POLL_LOST_MS = 2_500;
const RETRY_FIRST_MS = 1_000;
const RETRY_MOST_MS = 20_000;
/** Silence after which the mark of a lost connection is shown. */
const LOST_AFTER_MS = 6_000;

/**
 * Follows the hall screen's state: server-sent events, reconnected with jitter so that a hall full
 * of devices does not return in one instant, and polling with the ETag for networks that swallow
 * event streams. Old states that arrive late are dropped. Returns the function that ends it.
 */
export function follow(options: LiveOptions): () => void {
  const random = options.random ?? Math.random;
  let ended = false;
  let source: EventSource | null = null;
  let streaming = false;
  let failures = 0;
  let etag: string | null = null;
  let newest = Number.NEGATIVE_INFINITY;
  let contact: Contact = 'connecting';
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let pollTimer: ReturnType<typeof setTimeout> | undefined;
  let lostTimer: ReturnType<typeof setTimeout> | undefined;
  const aborter = new AbortController();

  const jitter = (ms: number): number => ms * (0.5 + random());

  function tell(next: Contact): void {
    if (contact === next) return;
    contact = next;
    options.onContact(next);
  }

  function startSilence(): void {
    lostTimer ??= setTimeout(() => tell('lost'), LOST_AFTER_MS);
  }

  function heard(): void {
    clearTimeout(lostTimer);
    lostTimer = undefined;
    tell('live');
  }

  function take(state: ScreenState): void {
    const time = Date.parse(state.server_time);
    if (time < newest) return;
    newest = time;
    options.onState(state);
  }

  function open(): void {
    if (ended) return;
    source = new EventSource(options.eventsUrl);
    source.addEventListener('open', () => {
      streaming = true;
      failures = 0;
      heard();
    });
    source.addEventListener('state', (event) => {
      heard();
      take(JSON.parse((event as MessageEvent<string>).data) as ScreenState);
    });
    source.addEventListener('error', () => {
      source?.close();
      const wasStreaming = streaming;
      streaming = false;
      startSilence();
      const wait = Math.min(RETRY_MOST_MS, RETRY_FIRST_MS * 2 ** failures);
      failures += 1;
      clearTimeout(retryTimer);
      retryTimer = setTimeout(open, jitter(wait));
      if (wasStreaming) schedulePoll(jitter(POLL_LOST_MS / 2));
    });
  }

  async function poll(): Promise<void> {
    try {
      const headers: HeadersInit = etag === null ? {} : { 'If-None-Match': etag };
      const response = await fetch(options.url, {
        headers,
        cache: 'no-store',
        signal: aborter.signal,
      });
      if (response.ok) {
        etag = response.headers.get('ETag');
        take((await response.json()) as ScreenState);
      }
      if (response.ok || response.status === 304) heard();
      else startSilence();
    } catch {
      if (ended) return;
      startSilence();
    }
    schedulePoll(jitter(streaming ? POLL_LIVE_MS : POLL_LOST_MS));
  }

  function schedulePoll(ms: number): void {
    if (ended) return;
    clearTimeout(pollTimer);
    pollTimer = setTimeout(() => void poll(), ms);
  }

  startSilence();
  open();
  void poll();

  return () => {
    ended = true;
    source?.close();
    aborter.abort();
    clearTimeout(retryTimer);
    clearTimeout(pollTimer);
    clearTimeout(lostTimer);
  };
}
