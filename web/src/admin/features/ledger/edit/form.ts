/** What a project being edited must hold before it is worth sending; the server checks everything again. */
import type { Register } from '@/shared/api';
import { sumFen } from '@/shared/format';

type Project = Register.LedgerProject;

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
export const emptyFunding = (): Register.Funding => ({
  source: '',
  planned: 0,
  arrived: 0,
  spent: 0,
});
export const emptyMilestone = (): Register.Milestone => ({
  name: '',
  weight: 0,
  planned: null,
  actual: null,
});

export type FormFaultCode =
  'empty' | 'repeated' | 'more_than_arrived' | 'weight' | 'weights' | 'date' | 'dates';
export type FormFault = { path: string; code: FormFaultCode };

/** The sum of the weights in basis points. */
export const weightSum = (project: Project): number =>
  project.milestones.reduce((sum, one) => sum + one.weight, 0);

/** The sum of a column of the funding in fen. */
export const fundingSum = (project: Project, member: 'planned' | 'arrived' | 'spent'): bigint =>
  sumFen(project.funding.map((line) => line[member]));

/** What is missing or contradicts itself, at the members it is about. */
export function checkProject(project: Project): FormFault[] {
  const faults: FormFault[] = [];
  const need = (path: string, text: string): void => {
    if (!text.trim()) faults.push({ path, code: 'empty' });
  };
  for (const key of ['number', 'name', 'category', 'town'] as const) need(`/${key}`, project[key]);
  const sources = new Set<string>();
  project.funding.forEach((line, at) => {
    const source = line.source.trim();
    need(`/funding/${at}/source`, source);
    if (source && sources.has(source)) {
      faults.push({ path: `/funding/${at}/source`, code: 'repeated' });
    }
    sources.add(source);
    if (line.spent > line.arrived) {
      faults.push({ path: `/funding/${at}/spent`, code: 'more_than_arrived' });
    }
  });
  for (const kind of ['planned', 'actual'] as const) {
    const [from, to] = [project.start[kind], project.finish[kind]];
    if (from && to && to < from) faults.push({ path: `/finish/${kind}`, code: 'dates' });
  }
  project.milestones.forEach((one, at) => {
    need(`/milestones/${at}/name`, one.name);
    if (one.weight <= 0) faults.push({ path: `/milestones/${at}/weight`, code: 'weight' });
  });
  if (project.milestones.length && weightSum(project) !== 10_000) {
    faults.push({ path: '/milestones', code: 'weights' });
  }
  if (project.problem.trim()) need('/solver', project.solver);
  if (project.acceptance) {
    if (!project.acceptance.on) faults.push({ path: '/acceptance/on', code: 'date' });
    need('/acceptance/result', project.acceptance.result);
  }
  return faults;
}
