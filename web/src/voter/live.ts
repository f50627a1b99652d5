import { getVote, isVoteState, VOTE_EVENTS, type VoteState } from './api.ts';

/** How the page learns of news: pushed, asked for every few seconds, or not at all just now. */
export type Connection = 'connecting' | 'live' | 'polling' | 'offline';

/** Milliseconds from `low` up to `low + spread`, so that a hall full of phones does not march in step. */
const jitter = (low: number, spread: number): number => low + Math.random() * spread;

const POLL = [2_500, 1_000] as const;
const RETRY_EVENTS = [4_000, 8_000] as const;

/**
 * Follows the state of the vote: one request at once, then server-sent events, and polling with an
 * ETag for as long as the events are interrupted.
 */
export function followVote(
  onState: (state: VoteState) => void,
  onConnection: (connection: Connection) => void,
): { refresh(): void; stop(): void } {
  let events: EventSource | undefined;
  let etag: string | null = null;
  let pollTimer: ReturnType<typeof setTimeout> | undefined;
  let eventsTimer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;
  let stopped = false;
  let pushed = false;

  async function ask(): Promise<void> {
    if (asking || stopped) return;
    asking = true;
    clearTimeout(pollTimer);
    try {
      const news = await getVote(etag);
      if (stopped) return;
      if (news) {
        etag = news.etag;
        onState(news.state);
      }
      if (!pushed) onConnection('polling');
    } catch {
      if (!stopped && !pushed) onConnection('offline');
    } finally {
      asking = false;
      if (!stopped && !pushed) pollTimer = setTimeout(() => void ask(), jitter(...POLL));
    }
  }

  function listen(): void {
    if (stopped || typeof EventSource === 'undefined') return;
    events?.close();
    const source = new EventSource(VOTE_EVENTS);
    events = source;
    source.addEventListener('open', () => {
      pushed = true;
      clearTimeout(pollTimer);
      onConnection('live');
    });
    source.addEventListener('state', (event) => {
      let state: unknown;
      try {
        state = JSON.parse((event as MessageEvent<string>).data);
      } catch {
        return;
      }
      // Polling may resume with an older ETag than what was pushed since; then it asks afresh.
      etag = null;
      if (isVoteState(state)) onState(state);
    });
    source.addEventListener('error', () => {
      pushed = false;
      void ask();
      // The browser retries a dropped connection by itself, but not a refused one.
      if (source.readyState === 2) {
        clearTimeout(eventsTimer);
        eventsTimer = setTimeout(listen, jitter(...RETRY_EVENTS));
      }
    });
  }

  /** A phone taken out of a pocket may have slept through the news. */
  function wake(): void {
    if (document.visibilityState === 'visible') void ask();
  }

  document.addEventListener('visibilitychange', wake);
  window.addEventListener('online', wake);
  void ask();
  listen();
  return {
    refresh: () => void ask(),
    stop() {
      stopped = true;
      events?.close();
      clearTimeout(pollTimer);
      clearTimeout(eventsTimer);
      document.removeEventListener('visibilitychange', wake);
      window.removeEventListener('online', wake);
    },
  };
}
