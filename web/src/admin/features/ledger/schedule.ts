/**
 * The plan of a project over time, as the server reckons it: the weights of milestones due by a day;
 * without dated milestones a straight line from planned start to planned completion.
 */
import type { Register } from '@/shared/api';

/** Days since 1970 of a date; null where there is none. */
export function dayNumber(date: string | null | undefined): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(date ?? '');
  if (!match) return null;
  return Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])) / 86_400_000;
}

/** The date of a number of days since 1970. */
export const dateOf = (day: number): string =>
  new Date(day * 86_400_000).toISOString().slice(0, 10);

/** The date of today where this browser is. */
export function today(now = new Date()): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** The last day of a month (`2026-11`). */
export function monthEnd(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

/** A month some months later or, negative, earlier. */
export function monthPlus(month: string, months: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}

type Plan = Pick<Register.LedgerProject, 'milestones' | 'start' | 'finish'>;
const isDated = (plan: Plan): boolean =>
  plan.milestones.length > 0 && plan.milestones.every((one) => one.planned !== null);

/** Progress planned for a day in basis points, or null where there is no plan. */
export function plannedProgress(plan: Plan, date: string): number | null {
  if (isDated(plan)) {
    return plan.milestones
      .filter((one) => one.planned! <= date)
      .reduce((sum, one) => sum + one.weight, 0);
  }
  const [from, to] = [dayNumber(plan.start.planned), dayNumber(plan.finish.planned)];
  const day = dayNumber(date);
  if (from === null || to === null || day === null) return null;
  if (day < from) return 0;
  if (day >= to) return 10_000;
  return Math.floor(((day - from) * 10_000) / (to - from));
}

/** A point of a curve: a day and basis points. */
export type Point = { day: number; points: number };

/** The corners of the planned curve: steps where milestones fall due, or one line. */
export function planCurve(plan: Plan, first: number, last: number): Point[] {
  if (isDated(plan)) {
    const due = plan.milestones
      .map((one) => ({ day: dayNumber(one.planned)!, weight: one.weight }))
      .sort((a, b) => a.day - b.day);
    const corners: Point[] = [{ day: first, points: 0 }];
    let sum = 0;
    for (const one of due) {
      corners.push({ day: one.day, points: sum });
      sum += one.weight;
      corners.push({ day: one.day, points: sum });
    }
    return [...corners, { day: last, points: sum }];
  }
  const [from, to] = [dayNumber(plan.start.planned), dayNumber(plan.finish.planned)];
  if (from === null || to === null) return [];
  return [
    { day: first, points: 0 },
    { day: from, points: 0 },
    { day: to, points: 10_000 },
    { day: last, points: 10_000 },
  ];
}

/** Reported progress: each month's report at its last day, or today while the month lasts. */
export function reportCurve(reports: readonly Register.MonthReport[], now: string): Point[] {
  return reports.map((report) => {
    const end = monthEnd(report.month);
    return { day: dayNumber(end < now ? end : now)!, points: report.progress };
  });
}

/** The span a chart has to show: every date that matters, with today, whole months. */
export function spanOf(project: Register.LedgerProject, now: string): [number, number] | null {
  const dates = [
    project.start.planned,
    project.start.actual,
    project.finish.planned,
    project.finish.actual,
    ...project.milestones.flatMap((one) => [one.planned, one.actual]),
    ...project.reports.map((one) => `${one.month}-01`),
  ].filter((date): date is string => date !== null);
  if (!dates.length) return null;
  // An ended project is not drawn up to today: the line would be mostly empty.
  const over = project.finish.actual !== null || project.state === 'withdrawn';
  const all = [...dates, ...(over ? [] : [now])].sort();
  const first = `${all[0]!.slice(0, 7)}-01`;
  return [dayNumber(first)!, dayNumber(monthEnd(all.at(-1)!.slice(0, 7)))! + 1];
}

/** First days of months in a span, thinned so that at most `most` are named. */
export function monthTicks(first: number, last: number, most: number): number[] {
  const months: number[] = [];
  for (let month = dateOf(first).slice(0, 7); ; month = monthPlus(month, 1)) {
    const day = dayNumber(`${month}-01`)!;
    if (day >= last) break;
    months.push(day);
  }
  const step = [1, 2, 3, 6, 12, 24, 60].find((each) => months.length / each <= most) ?? 120;
  return months.filter((_, at) => at % step === 0);
}
