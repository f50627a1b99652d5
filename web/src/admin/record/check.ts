import type { Register } from '@/shared/api';
import type { Faults } from './faults';

/** Collects faults by path; the first of a member stays. */
export class Checks {
  readonly faults: Record<string, string> = {};
  constructor(private readonly words: { required: string; count: string; number: string }) {}

  need(path: string, value: string | null | undefined): void {
    if (!value?.trim()) this.faults[path] ??= this.words.required;
  }
  /** A field of a number holds what was typed as text where that is none. */
  count(path: string, value: unknown): void {
    if (value !== null && typeof value !== 'number') this.faults[path] ??= this.words.count;
  }
  amount(path: string, value: unknown): void {
    if (value !== null && typeof value !== 'number') this.faults[path] ??= this.words.number;
  }
  say(path: string, fault: string): void {
    this.faults[path] ??= fault;
  }
  events(events: readonly Register.RegisterEvent[]): void {
    events.forEach((event, at) => {
      this.need(`/events/${at}/on`, event.on);
      this.need(`/events/${at}/text`, event.text);
    });
  }
  done(): Faults {
    return this.faults;
  }
}
