import type { Register } from '@/shared/api';
import { percent } from '../entry/fields';
import { exactWan } from './amount';
import { t } from './messages';

/** A rule of admission in words. */
export function ruleText(rule: Register.AdmissionRule): string {
  const words = t.value.rules;
  switch (rule.kind) {
    case 'years_in_office':
      return words.years_in_office(rule.least);
    case 'rank_in_town':
      return words.rank_in_town(rule.last);
    case 'income':
      return words.income(exactWan(rule.least));
    case 'share_of_villages':
      return words.share_of_villages(percent(rule.most));
  }
}
