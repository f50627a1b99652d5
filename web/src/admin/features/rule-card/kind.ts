/** Changing what a ballot says: the card keeps what still fits and drops what would contradict. */
import { ballotKind, type BallotKind, type Choice, type Method, type RuleCard } from './card';

const FIRST_CHOICE: Record<BallotKind, () => Choice | undefined> = {
  grades: () => undefined,
  points: () => ({ points: { least: 0, most: 10 } }),
  approve: () => ({ approve: { least: 0, most: 3 } }),
  order: () => ({ order: { places: 3 } }),
};
const GRADES = [
  { code: 'excellent', label: '优秀', points: '100' },
  { code: 'good', label: '良好', points: '80' },
  { code: 'fair', label: '一般', points: '60' },
  { code: 'poor', label: '较差', points: '40' },
];

/** The ways to count a kind of ballot; the first is usual. */
export const METHODS: Record<BallotKind, readonly Method[]> = {
  grades: ['weighted_mean', 'majority_judgment'],
  points: ['weighted_mean', 'majority_judgment'],
  approve: ['approval'],
  order: ['borda'],
};

/** Makes the card's ballots of `kind`. Grades typed already come back with `remembered`. */
export function setKind(card: RuleCard, kind: BallotKind, remembered: RuleCard['grades']): void {
  if (kind === ballotKind(card)) return;
  const choice = FIRST_CHOICE[kind]();
  if (choice) card.choice = choice;
  else delete card.choice;
  card.grades = kind === 'grades' ? (remembered.length ? remembered : GRADES) : [];
  if (!METHODS[kind].includes(card.method)) setMethod(card, METHODS[kind][0]!);
  delete card.quotas;
  if (typeof card.blank.counts_as !== 'string') card.blank.counts_as = 'excluded';
  const marks = (tie: RuleCard['ties'][number]) => typeof tie === 'object' && 'marks' in tie;
  card.ties = card.ties.filter((tie) => !marks(tie));
  if (card.composite) card.composite.ties = card.composite.ties.filter((tie) => !marks(tie));
}

/** Counts the ballots by `method`. */
export function setMethod(card: RuleCard, method: Method): void {
  card.method = method;
}
