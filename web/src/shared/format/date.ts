import { locale } from '@/shared/i18n';

const two = (n: number): string => String(n).padStart(2, '0');
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `2022-11-24` as 2022年11月24日; text that is no date is returned unchanged. */
export function longDate(iso: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso);
  if (!match) return iso;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return locale.value === 'en'
    ? `${day} ${MONTHS[month - 1]} ${year}`
    : `${year}年${month}月${day}日`;
}

/** Two dates as one span, without repeating the year and month they share. */
export function dateSpan(from: string, to: string): string {
  if (from === to) return longDate(from);
  if (locale.value === 'en') return `${longDate(from)} – ${longDate(to)}`;
  if (from.slice(0, 7) === to.slice(0, 7)) return `${longDate(from)}至${Number(to.slice(8, 10))}日`;
  return `${longDate(from)}至${longDate(to)}`;
}

/** An instant (RFC 3339) as a 24-hour time of day on this machine. */
export function clock(instant: string, seconds = false): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  return seconds ? `${time}:${two(date.getSeconds())}` : time;
}

/** An instant as date and time of day on this machine. */
export function dateTime(instant: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${longDate(day)}${locale.value === 'en' ? ', ' : ' '}${clock(instant)}`;
}

/** A month (`2022-11`) as 2022年11月; text that is no month is returned unchanged. */
export function longMonth(month: string): string {
  const match = /^(\d{4})-(\d{2})/.exec(month);
  if (!match) return month;
  const number = Number(match[2]);
  return locale.value === 'en' ? `${MONTHS[number - 1]} ${match[1]}` : `${match[1]}年${number}月`;
}
