/** A month's report as it is typed, one by project, kept in this tab until it is sent. */
import type { Register } from '@/shared/api';
import { exactPercent, parsePercent } from '@/shared/format';

export type MonthRow = Register.MonthReports['projects'][number];
export type Typed = { percent: string; sentence: string };
export const LONGEST = 100;

/** What a card shows first: what was sent, or the number of last time. */
export const typedOf = (row: MonthRow): Typed => ({
  percent: exactPercent(row.report?.progress ?? row.progress),
  sentence: row.report?.sentence ?? '',
});

export type ReportFault = 'percent' | 'sentence' | 'long';
/** What keeps a report from being sent. */
export function faultsOf(typed: Typed): ReportFault[] {
  const length = [...typed.sentence.trim()].length;
  return [
    ...(parsePercent(typed.percent) === null ? (['percent'] as const) : []),
    ...(length === 0 ? (['sentence'] as const) : []),
    ...(length > LONGEST ? (['long'] as const) : []),
  ];
}

/** The number a stepper leads to: to the next multiple of five, within 0 and 100. */
export function step(percent: string, by: 5 | -5): string {
  const points = parsePercent(percent) ?? 0;
  const next = by > 0 ? Math.floor(points / 500) * 500 + 500 : Math.ceil(points / 500) * 500 - 500;
  return exactPercent(Math.min(10_000, Math.max(0, next)));
}

/** Whether a card holds something that was not sent. */
export const isChanged = (row: MonthRow, typed: Typed): boolean => {
  const start = typedOf(row);
  return typed.percent !== start.percent || typed.sentence !== start.sentence;
};

/** The months one may report for: this one and the eleven before it. */
export function monthsBefore(month: string): string[] {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return Array.from({ length: 12 }, (_, back) =>
    new Date(Date.UTC(year, number - 1 - back, 1)).toISOString().slice(0, 7),
  );
}
