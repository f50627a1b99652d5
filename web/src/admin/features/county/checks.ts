import type { Register } from '@/shared/api';
import { Checks } from '../../record/check';
import type { Faults } from '../../form/faults';
import { t } from './messages';
import { NOUNS } from './sets';

export function checkLights(body: Register.LightRules): Faults {
  const checks = new Checks();
  for (const member of ['behind_amber', 'behind_red', 'late_amber', 'late_red'] as const)
    checks.needCount(`/${member}`, body[member]);
  if (body.behind_red < body.behind_amber) checks.say('/behind_red', t.value.redOverAmber);
  if (body.late_red < body.late_amber) checks.say('/late_red', t.value.redOverAmber);
  return checks.done();
}

/** The member of a rule that holds its number. */
export const VALUES = {
  years_in_office: 'least',
  rank_in_town: 'last',
  income: 'least',
  share_of_villages: 'most',
} as const;
export type RuleKind = keyof typeof VALUES;
export const ruleValue = (rule: Register.AdmissionRule): number =>
  (rule as unknown as Record<string, number>)[VALUES[rule.kind]]!;
/** A rule of a kind; `value` is a count, fen or basis points. */
export const ruleOf = (kind: RuleKind, value: number | null): Register.AdmissionRule =>
  ({ kind, [VALUES[kind]]: value }) as unknown as Register.AdmissionRule;

export function checkAdmission(body: Register.AdmissionRules): Faults {
  const checks = new Checks();
  body.rules.forEach((rule, at) => {
    checks.needCount(`/rules/${at}/value`, ruleValue(rule));
    if (body.rules.findIndex(({ kind }) => kind === rule.kind) < at)
      checks.say(`/rules/${at}`, t.value.ruleTwice);
  });
  return checks.done();
}

export function checkRetention(body: Register.Retention): Faults {
  const checks = new Checks();
  for (const member of ['contact_years', 'discipline_years', 'particulars_years'] as const) {
    const years = body[member];
    checks.needCount(`/${member}`, years);
    if (typeof years === 'number' && (years < 1 || years > 50))
      checks.say(`/${member}`, t.value.yearsRange);
  }
  return checks.done();
}

export function checkVocabulary(body: Register.Vocabulary): Faults {
  const checks = new Checks();
  for (const noun of NOUNS)
    for (const member of ['zh', 'en', 'en_plural'] as const)
      checks.need(`/${noun}/${member}`, body[noun][member]);
  return checks.done();
}
