import { messages } from '@/shared/i18n';

/** Why a village has no place, by the reasons of `docs/scoring.md` §5. */
export const t = messages(
  {
    why: {
      too_few_judges: '有效评分表不够',
      missing_indicator: '缺一项指标',
      round_not_decided: '本轮投票没有达到法定人数，或者票数太少',
      no_turnout: '还没有投票',
      withheld: '投票人数太少，分数不公布',
      empty_class: '有一个票类没有给它填票',
    },
    veto: (code: string) => `一票否决（${code}）`,
  },
  {
    why: {
      too_few_judges: 'too few valid sheets',
      missing_indicator: 'an indicator is missing',
      round_not_decided: 'the round missed its quorum or had too few ballots',
      no_turnout: 'no vote yet',
      withheld: 'too few voted to publish scores',
      empty_class: 'a class gave it no mark',
    },
    veto: (code: string) => `veto (${code})`,
  },
);

/** The reason in words; what is no reason is the code of a veto. */
export function whyWords(why: string): string {
  const words: Readonly<Record<string, string>> = t.value.why;
  return words[why] ?? t.value.veto(why);
}
