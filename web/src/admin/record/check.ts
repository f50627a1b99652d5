import type { Register } from '@/shared/api';
import type { Faults } from '../form/faults';
import { t } from './messages';

/** Collects what a form sees wrong before anything is sent; the first fault of a member stays. */
export class Checks {
  readonly faults: Record<string, string> = {};

  say(path: string, fault: string): void {
    this.faults[path] ??= fault;
  }
  need(path: string, value: string | null | undefined): void {
    if (!value?.trim()) this.say(path, t.value.required);
  }
  /** A field of a number holds what was typed as text where that is none. */
  count(path: string, value: unknown): void {
    if (value !== null && typeof value !== 'number') this.say(path, t.value.countWanted);
  }
  amount(path: string, value: unknown): void {
    if (value !== null && typeof value !== 'number') this.say(path, t.value.numberWanted);
  }
  needCount(path: string, value: unknown): void {
    if (typeof value !== 'number') this.say(path, t.value.countWanted);
  }
  events(events: readonly Register.RegisterEvent[]): void {
    events.forEach((event, at) => {
      this.need(`/events/${at}/on`, event.on);
      this.need(`/events/${at}/text`, event.text);
    });
  }
  rectifications(rows: readonly Register.Rectification[]): void {
    rows.forEach((row, at) => {
      this.need(`/rectifications/${at}/on`, row.on);
      this.need(`/rectifications/${at}/problem`, row.problem);
      this.need(`/rectifications/${at}/owner`, row.owner);
      if (row.closed_on) this.need(`/rectifications/${at}/result`, row.result);
    });
  }
  done(): Faults {
    return this.faults;
  }
}
