/**
 * Data that keeps itself up to date without disturbing whoever is reading or typing.
 *
 * A resource loads once, then again when the server says that something changed (the hall's event
 * stream, which anybody may hear), on a slow timer as a fallback, and when the page is shown
 * again. The value is replaced only when it differs, so unchanged data never re-renders a page;
 * forms keep their own drafts and do not read a resource while they are being filled.
 */
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';

/** A value on its way, its last error, and how to ask again. */
export interface Resource<T> {
  data: ShallowRef<T | undefined>;
  error: ShallowRef<unknown>;
  loading: Ref<boolean>;
  /** Asks the server now; never rejects, the error is in `error`. */
  refresh: () => Promise<void>;
  /** Puts in what a request has just answered, so that no second request is needed. */
  set: (value: T) => void;
}

/** How often a page asks by itself; spread a little, so that many pages do not ask at once. */
const EVERY_MS = 8_000;
const SPREAD_MS = 2_000;
/** Ballots may arrive many times a second: one refresh is enough for all in this span. */
const CALM_MS = 400;

/**
 * A resource of `load`, fetched anew whenever `key` changes.
 *
 * `live: false` leaves out stream and timer, for what only this page changes.
 */
export function useResource<T>(
  key: () => unknown,
  load: () => Promise<T>,
  options: { live?: boolean } = {},
): Resource<T> {
  const data = shallowRef<T>();
  const error = shallowRef<unknown>();
  const loading = ref(true);
  let seen = '';
  let turn = 0;

  const show = (value: T): void => {
    const text = JSON.stringify(value) ?? '';
    if (text === seen && data.value !== undefined) return;
    seen = text;
    data.value = value;
  };
  const set = (value: T): void => {
    // An answer on its way was asked before this was known and would take it back.
    turn += 1;
    loading.value = false;
    error.value = undefined;
    show(value);
  };
  const refresh = async (): Promise<void> => {
    turn += 1;
    const mine = turn;
    loading.value = true;
    try {
      const value = await load();
      if (mine !== turn) return; // A later request has been sent; its answer counts.
      error.value = undefined;
      show(value);
    } catch (reason) {
      if (mine === turn) error.value = reason;
    } finally {
      if (mine === turn) loading.value = false;
    }
  };

  watch(
    key,
    () => {
      data.value = undefined;
      seen = '';
      void refresh();
    },
    { immediate: true },
  );
  if (options.live !== false) onScopeDispose(subscribe(refresh));
  onScopeDispose(() => {
    turn += 1;
  });
  return { data, error, loading, refresh, set };
}

const listeners = new Set<() => unknown>();
let source: EventSource | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let calm: ReturnType<typeof setTimeout> | undefined;

/** Calls `listener` when the server reports a change and now and then; returns how to stop. */
export function subscribe(listener: () => unknown): () => void {
  listeners.add(listener);
  if (listeners.size === 1) start();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) stop();
  };
}

function tell(): void {
  if (document.visibilityState === 'hidden') return;
  for (const listener of listeners) listener();
}

function changed(): void {
  calm ??= setTimeout(() => {
    calm = undefined;
    tell();
  }, CALM_MS);
}

function beat(): void {
  timer = setTimeout(
    () => {
      tell();
      beat();
    },
    EVERY_MS + Math.random() * SPREAD_MS,
  );
}

function start(): void {
  document.addEventListener('visibilitychange', tell);
  beat();
  if (typeof EventSource === 'undefined') return;
  source = new EventSource('/api/screen/events');
  let first = true; // The stream begins with the present state, which is no change.
  source.addEventListener('state', () => {
    if (!first) changed();
    first = false;
  });
}

function stop(): void {
  document.removeEventListener('visibilitychange', tell);
  clearTimeout(timer);
  clearTimeout(calm);
  calm = undefined;
  source?.close();
  source = undefined;
}
