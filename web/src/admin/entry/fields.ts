/**
 * What the members of the documents are called and how their values read: money in 万元, basis
 * points as percent, dates written out, references by their names, lists as lines.
 */
import type { Register } from '@/shared/api';
import { count, dateTime, longDate, toPercent, wanYuan } from '@/shared/format';
import { word } from '@/shared/i18n';
import { t as codes } from '../codes.messages';
import { t } from './fields.messages';
import { reasonText } from './reason';

type Noun = Register.Noun;
/** Names of what values refer to, by id. */
export type Names = Readonly<Record<string, string>>;
type Reader = (value: unknown, names: Names) => string[];
type Part = Readonly<Record<string, unknown>>;

/** Fen, exact: 万元 with two decimals, or yuan where those would hide something. */
export function money(fen: number): string {
  if (!Number.isSafeInteger(fen)) return String(fen);
  if (fen % 10_000 === 0) return t.value.wan(wanYuan(fen));
  const size = Math.abs(fen);
  const yuan = `${count(Math.trunc(size / 100))}.${String(size % 100).padStart(2, '0')}`;
  return t.value.yuan(fen < 0 ? `−${yuan}` : yuan);
}

/** Basis points as percent: 4,983 is 49.83%. */
export const percent = (points: number): string => `${toPercent(`${points}/10000`)}%`;

/** A month `2026-11`, written out. */
export function monthText(month: string): string {
  const match = /^(\d{4})-(\d{2})$/.exec(month);
  return match ? t.value.month(Number(match[1]), Number(match[2])) : month;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const part = (value: unknown): Part => (typeof value === 'object' && value ? (value as Part) : {});
const items = (value: unknown): Part[] => (Array.isArray(value) ? value.map(part) : []);
const named = (id: unknown, names: Names): string =>
  text(id) && (names[text(id)] ?? t.value.unnamed(text(id).slice(-6)));
const day = (value: unknown): string => longDate(text(value));
const dayOrNone = (value: unknown): string => day(value) || t.value.noDay;
const fen = (value: unknown): string => (typeof value === 'number' ? money(value) : t.value.none);
const share = (value: unknown): string =>
  typeof value === 'number' ? percent(value) : t.value.none;
/** A sentence with its reasons and documents in brackets. */
const remarked = (sentence: string, ...remarks: unknown[]): string => {
  const said = remarks.map(text).filter(Boolean).join(t.value.join);
  return said ? sentence + t.value.remark(said) : sentence;
};

/** A condition of admission in words. */
export function ruleText(rule: Register.AdmissionRule): string {
  const said = codes.value.rules;
  switch (rule.kind) {
    case 'years_in_office':
      return said.years_in_office(String(rule.least));
    case 'rank_in_town':
      return said.rank_in_town(String(rule.last));
    case 'income':
      return said.income(fen(rule.least));
    case 'share_of_villages':
      return said.share_of_villages(share(rule.most));
    default:
      return text((rule as Part)['kind']);
  }
}

const one =
  (read: (value: never, names: Names) => string): Reader =>
  (value, names) => {
    const line = value === null || value === undefined ? '' : read(value as never, names);
    return line ? [line] : [];
  };
const each =
  (read: (value: Part, names: Names) => string): Reader =>
  (value, names) =>
    items(value).map((item) => read(item, names));
const choice = (table: () => Readonly<Record<string, string>>): Reader =>
  one((code: string) => code && word(table(), code));

const words = one((value: string) => String(value));
const plainNumber = one((value: number) => String(value));
const households = one((value: number) => t.value.households(count(value)));
const aDay = one((value: string) => longDate(value));
const yesNo = one((value: boolean) => (value ? t.value.yes : t.value.no));
const reference = one(named);
const step: Reader = (value) => {
  const { planned, actual } = part(value);
  return [
    ...(planned ? [t.value.planned(day(planned))] : []),
    ...(actual ? [t.value.actual(day(actual))] : []),
  ];
};
const happenings = each((event) =>
  remarked(
    `${day(event['on'])} ${word(codes.value.events, text(event['kind']))} ${text(event['text'])}`,
    event['document'],
  ),
);
const spelt = one((value: Part) =>
  [value['zh'], value['en'], value['en_plural']].map(text).filter(Boolean).join(' / '),
);

const READERS: Readonly<Record<Noun, Readonly<Record<string, Reader>>>> = {
  unit: {
    kind: choice(() => codes.value.kinds),
    name: words,
    parent: reference,
    code: words,
    order: one((value: number) => (value ? String(value) : '')),
    former: each((former, names) =>
      remarked(
        t.value.former(day(former['until']), text(former['name']), named(former['parent'], names)),
        former['reason'],
        former['document'],
      ),
    ),
    ended: one((ended: Part, names) =>
      remarked(
        ended['successor']
          ? t.value.merged(day(ended['on']), named(ended['successor'], names))
          : t.value.dissolved(day(ended['on'])),
        ended['reason'],
        ended['document'],
      ),
    ),
    households,
    place: one((place: Part) => t.value.place(text(place['longitude']), text(place['latitude']))),
    figures: each((year) =>
      t.value.figures(
        Number(year['year']),
        fen(year['income']),
        year['rank_in_town'] === null ? t.value.none : String(year['rank_in_town']),
      ),
    ),
    events: happenings,
    rectifications: each((found) =>
      remarked(
        t.value.rectification(
          day(found['on']),
          text(found['problem']),
          text(found['owner']),
          day(found['closed_on']),
        ),
        found['measure'],
        found['result'],
      ),
    ),
    synthetic: yesNo,
  },
  person: {
    code: words,
    name: words,
    sex: choice(() => codes.value.sexes),
    birth_year: plainNumber,
    phone: words,
    note: words,
    terms: each((term, names) => {
      const said = t.value.term(
        named(term['village'], names),
        word(codes.value.posts, text(term['post'])),
        day(term['from']),
        day(term['to']),
      );
      const mentor = term['mentor'] ? t.value.mentor(named(term['mentor'], names)) : '';
      return remarked(said, term['exit_reason'], mentor);
    }),
    admissions: each((admission, names) =>
      remarked(
        t.value.admission(
          named(admission['batch'], names),
          word(codes.value.statuses, text(admission['status'])),
          day(admission['since']),
        ),
        admission['reason'],
      ),
    ),
    events: happenings,
    synthetic: yesNo,
  },
  batch: { number: words, name: words, on: aDay, document: words },
  project: {
    number: words,
    name: words,
    category: words,
    town: reference,
    villages: (value, names) =>
      Array.isArray(value) ? value.map((village: unknown) => named(village, names)) : [],
    owner: words,
    leader: words,
    content: words,
    place: words,
    households,
    decided_on: aDay,
    funding: each((line) =>
      t.value.funding(
        text(line['source']),
        fen(line['planned']),
        fen(line['arrived']),
        fen(line['spent']),
      ),
    ),
    start: step,
    finish: step,
    milestones: each((milestone) =>
      t.value.milestone(
        text(milestone['name']),
        share(milestone['weight']),
        dayOrNone(milestone['planned']),
        dayOrNone(milestone['actual']),
      ),
    ),
    progress: one(share),
    problem: words,
    solver: words,
    acceptance: one((found: Part) =>
      remarked(t.value.acceptance(day(found['on']), text(found['result'])), found['document']),
    ),
    state: choice(() => codes.value.states),
    moves: each((move) =>
      remarked(
        t.value.move(
          dateTime(text(move['at'])),
          word(codes.value.states, text(move['from'])),
          word(codes.value.states, text(move['to'])),
        ),
        reasonText(text(move['why'])),
        move['by'],
      ),
    ),
    reports: each((report) =>
      remarked(
        t.value.report(
          monthText(text(report['month'])),
          share(report['progress']),
          text(report['sentence']),
        ),
        report['by'],
      ),
    ),
    exemptions: each((exemption) =>
      remarked(
        t.value.exemption(day(exemption['until']), text(exemption['reason'])),
        exemption['by'],
      ),
    ),
    synthetic: yesNo,
  },
  setting: {
    behind_amber: one((value: number) => t.value.points(toPercent(`${value}/10000`))),
    behind_red: one((value: number) => t.value.points(toPercent(`${value}/10000`))),
    late_amber: one((value: number) => t.value.months(value)),
    late_red: one((value: number) => t.value.months(value)),
    document: words,
    rules: each((rule) => ruleText(rule as Register.AdmissionRule)),
    contact_years: one((value: number) => t.value.years(value)),
    discipline_years: one((value: number) => t.value.years(value)),
    particulars_years: one((value: number) => t.value.years(value)),
    set: choice(() => codes.value.sets),
    county: spelt,
    area: spelt,
    town: spelt,
    village: spelt,
    secretary: spelt,
    project: spelt,
  },
};

/** Members that are lists: their differences are told line by line. */
const LISTS = new Set(
  'former figures events rectifications terms admissions villages funding start finish milestones moves reports exemptions rules'.split(
    ' ',
  ),
);

const member = (path: string): string => path.split('/')[1] ?? '';

/** The word for a member of a document: `/name` of a unit is 名称. */
export function fieldName(noun: Noun, path: string): string {
  return word(t.value.members[noun] ?? {}, member(path));
}

/** The word for the place of a fault: `/funding/0/planned` is 资金 第 1 项 计划. */
export function placeName(noun: Noun, path: string): string {
  const [, , ...inner] = path.split('/');
  const steps = inner.map((name) =>
    /^\d+$/.test(name) ? t.value.item(Number(name) + 1) : word(t.value.inner, name),
  );
  return [fieldName(noun, path), ...steps].join(' ');
}

/** A value as lines; none where there is nothing. */
export function valueLines(noun: Noun, path: string, value: unknown, names: Names = {}): string[] {
  const read = READERS[noun][member(path)];
  if (read) return read(value, names);
  if (value === null || value === undefined || value === '') return [];
  return [typeof value === 'object' ? JSON.stringify(value) : String(value)];
}

/** Whether a member is a list, whose lines are compared one by one. */
export const isList = (path: string): boolean => LISTS.has(member(path));

/** Changes in the order in which the members of a noun are told; unknown members stand last. */
export function inOrder<C extends { path: string }>(noun: Noun, changes: readonly C[]): C[] {
  const order = Object.keys(READERS[noun]);
  const place = ({ path }: C): number => {
    const at = order.indexOf(member(path));
    return at < 0 ? order.length : at;
  };
  return [...changes].sort((a, b) => place(a) - place(b));
}
