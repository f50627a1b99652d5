import { onScopeDispose, readonly, ref, type Ref } from 'vue';

const SAMPLES = 10;

/**
 * The server's time, followed on this device's monotonic clock.
 *
 * A wrong or corrected wall clock of the device changes nothing. Each message tells the server's
 * time when it was sent, so every sample is too early by its travel time; the latest of the recent
 * ones is the best.
 */
export class ServerClock {
  private readonly offsets: number[] = [];
  private readonly monotonic: () => number;

  /** `monotonic` in milliseconds, as `performance.now()`. */
  constructor(monotonic: () => number = () => performance.now()) {
    this.monotonic = monotonic;
  }

  /** Takes the server's time of a message that has just arrived. */
  sample(serverTime: string): void {
    const sent = Date.parse(serverTime);
    if (Number.isNaN(sent)) return;
    this.offsets.push(sent - this.monotonic());
    if (this.offsets.length > SAMPLES) this.offsets.shift();
  }

  /** Milliseconds since 1970 at the server, or null before the first message. */
  now(): number | null {
    if (this.offsets.length === 0) return null;
    return this.monotonic() + Math.max(...this.offsets);
  }
}

/** The server's time as a value that changes a few times a second while the component lives. */
export function useServerNow(clock: ServerClock, everyMs = 200): Readonly<Ref<number | null>> {
  const now = ref(clock.now());
  const timer = setInterval(() => {
    now.value = clock.now();
  }, everyMs);
  onScopeDispose(() => clearInterval(timer));
  return readonly(now);
}

/** Whole seconds left until `closesAt`, never below zero. */
export function secondsLeft(closesAt: string, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(closesAt) - now) / 1000));
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `3:07`, or `1:03:07` from an hour on. */
export function formatDuration(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const tail = two(seconds % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${tail}` : `${minutes}:${tail}`;
}
