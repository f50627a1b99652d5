/**
 * A project as it is typed: amounts in 万元, parts in per cent, numbers and dates as text. What was
 * typed is kept as it is until it can be read; nothing is rounded on the way.
 */
import type { Register } from '@/shared/api';
import { exactPercent, exactWan, parsePercent, parseWan } from '@/shared/format';

type Project = Register.LedgerProject;

export interface FundingForm {
  source: string;
  planned: string;
  arrived: string;
  spent: string;
}
export interface MilestoneForm {
  name: string;
  weight: string;
  planned: string;
  actual: string;
}
/** Texts of the document that are typed as they are kept. */
const TEXTS = [
  'number',
  'name',
  'category',
  'town',
  'owner',
  'leader',
  'content',
  'place',
  'problem',
  'solver',
] as const;
type TextKey = (typeof TEXTS)[number];
export type ProjectForm = Record<TextKey, string> & {
  villages: string[];
  households: string;
  decided_on: string;
  funding: FundingForm[];
  start: { planned: string; actual: string };
  finish: { planned: string; actual: string };
  milestones: MilestoneForm[];
  progress: string;
  accepted: boolean;
  acceptance: { on: string; result: string; document: string };
};

/** A member that cannot be read yet, with the name of what is wrong. */
export type FormFault = { path: string; code: FormFaultCode };
export type FormFaultCode = 'amount' | 'percent' | 'whole' | 'empty' | 'date' | 'weights';

/** A project with nothing in it yet. */
export const emptyProject = (): Project => ({
  number: '',
  name: '',
  category: '',
  town: '',
  villages: [],
  owner: '',
  leader: '',
  content: '',
  place: '',
  households: null,
  decided_on: null,
  funding: [],
  start: { planned: null, actual: null },
  finish: { planned: null, actual: null },
  milestones: [],
  progress: 0,
  problem: '',
  solver: '',
  acceptance: null,
  state: 'reserve',
  moves: [],
  reports: [],
  exemptions: [],
  synthetic: false,
});
export const emptyFunding = (): FundingForm => ({
  source: '',
  planned: '',
  arrived: '0',
  spent: '0',
});
export const emptyMilestone = (): MilestoneForm => ({
  name: '',
  weight: '',
  planned: '',
  actual: '',
});

/** The document as text to be typed over. */
export function toForm(project: Project): ProjectForm {
  const texts = Object.fromEntries(TEXTS.map((key) => [key, project[key]]));
  const dates = (both: Register.PlannedActual) => ({
    planned: both.planned ?? '',
    actual: both.actual ?? '',
  });
  return {
    ...(texts as Record<TextKey, string>),
    villages: [...project.villages],
    households: project.households === null ? '' : String(project.households),
    decided_on: project.decided_on ?? '',
    funding: project.funding.map((line) => ({
      source: line.source,
      planned: exactWan(line.planned),
      arrived: exactWan(line.arrived),
      spent: exactWan(line.spent),
    })),
    start: dates(project.start),
    finish: dates(project.finish),
    milestones: project.milestones.map((one) => ({
      name: one.name,
      weight: exactPercent(one.weight),
      ...dates(one),
    })),
    progress: exactPercent(project.progress),
    accepted: project.acceptance !== null,
    acceptance: project.acceptance ?? { on: '', result: '', document: '' },
  };
}

/**
 * What was typed as a document, on top of the one it began with, and what cannot be read yet. A
 * member that cannot be read keeps its old value in the document, which is then not sent.
 */
export function fromForm(form: ProjectForm, from: Project): { body: Project; faults: FormFault[] } {
  const faults: FormFault[] = [];
  const read = <T>(path: string, code: FormFaultCode, value: T | null, old: T): T => {
    if (value === null) faults.push({ path, code });
    return value ?? old;
  };
  const wan = (path: string, typed: string) => read(path, 'amount', parseWan(typed), 0);
  const part = (path: string, typed: string) => read(path, 'percent', parsePercent(typed), 0);
  const date = (typed: string): string | null => typed.trim() || null;
  const dates = (both: { planned: string; actual: string }) => ({
    planned: date(both.planned),
    actual: date(both.actual),
  });
  const texts = Object.fromEntries(TEXTS.map((key) => [key, form[key].trim()]));
  for (const key of ['number', 'name', 'category', 'town'] as const) {
    if (!form[key].trim()) faults.push({ path: `/${key}`, code: 'empty' });
  }
  const households = form.households.trim();
  if (households && !/^\d{1,7}$/.test(households)) {
    faults.push({ path: '/households', code: 'whole' });
  }
  const milestones = form.milestones.map((one, at) => ({
    name: one.name.trim(),
    weight: part(`/milestones/${at}/weight`, one.weight),
    ...dates(one),
  }));
  if (weightSum(form) !== 10_000 && milestones.length) {
    faults.push({ path: '/milestones', code: 'weights' });
  }
  if (form.accepted && !form.acceptance.on) faults.push({ path: '/acceptance/on', code: 'date' });
  if (form.accepted && !form.acceptance.result.trim()) {
    faults.push({ path: '/acceptance/result', code: 'empty' });
  }
  const body: Project = {
    ...from,
    ...(texts as Record<TextKey, string>),
    villages: [...form.villages],
    households: /^\d{1,7}$/.test(households) ? Number(households) : null,
    decided_on: date(form.decided_on),
    funding: form.funding.map((line, at) => ({
      source: line.source.trim(),
      planned: wan(`/funding/${at}/planned`, line.planned),
      arrived: wan(`/funding/${at}/arrived`, line.arrived),
      spent: wan(`/funding/${at}/spent`, line.spent),
    })),
    start: dates(form.start),
    finish: dates(form.finish),
    milestones,
    progress: part('/progress', form.progress),
    acceptance: form.accepted
      ? {
          on: form.acceptance.on,
          result: form.acceptance.result.trim(),
          document: form.acceptance.document.trim(),
        }
      : null,
  };
  return { body, faults };
}

/** The sum of the weights typed so far, in basis points; null where one cannot be read. */
export function weightSum(form: ProjectForm): number | null {
  let sum = 0;
  for (const one of form.milestones) {
    const weight = parsePercent(one.weight);
    if (weight === null) return null;
    sum += weight;
  }
  return sum;
}

/** The sum of a column of the funding typed so far, in fen; null where one cannot be read. */
export function fundingSum(
  form: ProjectForm,
  member: 'planned' | 'arrived' | 'spent',
): bigint | null {
  let sum = 0n;
  for (const line of form.funding) {
    const fen = parseWan(line[member]);
    if (fen === null) return null;
    sum += BigInt(fen);
  }
  return sum;
}
