/**
 * The published ranking beside what the archives say: every class's marks are the sums of its archive,
 * means and scores follow from them by the rule card, and places from the scores.
 *
 * Rule cards have more rules than this page knows (trimming, other ways to break ties and round). Where one
 * of those applies, the part it concerns is said to be unchecked; `pingyi verify` knows them all.
 */
import type { Verified } from '../crypto/verify/verify.ts';

/** An archive of the package that passed. */
export interface Box {
  /** `round-1-town.bel` */
  readonly file: string;
  readonly verified: Verified;
}

/** What differs; the page has the sentences. */
export type Difference =
  | { readonly kind: 'form'; readonly file: string }
  | { readonly kind: 'card'; readonly published: string; readonly recomputed: string }
  | { readonly kind: 'bound'; readonly file: string }
  | { readonly kind: 'missing'; readonly file: string }
  | { readonly kind: 'unfinished'; readonly file: string }
  | { readonly kind: 'extra'; readonly file: string }
  | {
      readonly kind: 'returned' | 'entitled';
      readonly area: string;
      readonly class: string;
      readonly published: string;
      readonly recomputed: string;
    }
  | {
      readonly kind: 'village' | 'marks' | 'blank' | 'mean' | 'score' | 'rank';
      readonly area: string;
      readonly class?: string;
      readonly village: string;
      readonly published: string;
      readonly recomputed: string;
    };

/** One village of an area, published and recomputed. */
export interface VillageRow {
  readonly rank: string;
  readonly village: string;
  readonly score: string | null;
  readonly marks: readonly (readonly number[] | null)[];
}

/** One area of the ranking. */
export interface AreaRows {
  readonly label: string;
  readonly classes: readonly string[];
  readonly grades: readonly string[];
  readonly rows: readonly VillageRow[];
}

/** The comparison. */
export interface RankingReport {
  readonly areas: readonly AreaRows[];
  readonly differences: readonly Difference[];
  /** Means, scores and places were recomputed too. */
  readonly isRecomputed: boolean;
  /** Classes whose counts are not published and whose archives are not there. */
  readonly withheld: readonly Withheld[];
}

/** A class without an archive, and whether its area's scores follow from published means. */
export interface Withheld {
  readonly area: string;
  readonly class: string;
  readonly isFromMeans: boolean;
}

type Choice =
  | 'grades'
  | { points: { least: number; most: number } }
  | { approve: { least: number; most: number } }
  | { order: { places: number } };

interface Card {
  thresholds: { open: number; mean: number; histogram: number };
  choice?: Choice;
  method: string;
  ranks: string;
  small_class: string;
  empty_class: string;
  ties: unknown[];
  blank: { counts_as: unknown };
  grades: { code: string; label: string; points: string }[];
  rounding: { ranks_on: string };
}
interface PublishedVillage {
  rank: number | string;
  contest: number;
  town: string;
  village: string;
  score: string | null;
  score_exact: string | null;
  classes: {
    class: string;
    mean_exact: string | null;
    marks: number[] | null;
    blank: number | null;
  }[];
}
interface Published {
  rule_card_sha256: string;
  areas: {
    area: number;
    label: string;
    classes: {
      class: string;
      label: string;
      weight: string;
      entitled: number;
      returned: number;
      closed: unknown;
      mean_published: boolean;
      histogram_published: boolean;
    }[];
    ranking: PublishedVillage[];
  }[];
}

/** An exact fraction of whole numbers, the lower one positive. */
type Fraction = readonly [bigint, bigint];
const fraction = (text: string): Fraction => {
  const [over, under = '1'] = text.split('/');
  const [whole, decimals = ''] = over!.split('.');
  return [BigInt(whole! + decimals), BigInt(under) * 10n ** BigInt(decimals.length)];
};
const plus = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * d + c * b, b * d];
const times = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * c, b * d];
const compare = ([a, b]: Fraction, [c, d]: Fraction): number => {
  const difference = a * d - c * b;
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
};
const written = ([a, b]: Fraction): string => {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x === 0n ? '0/1' : `${a / x}/${b / x}`;
};

/** What a ballot can say of a village, best first. */
interface Mark {
  readonly label: string;
  readonly points: Fraction;
}

const choiceOf = (card: Card): Choice => card.choice ?? 'grades';

/** Whether ballots name villages, and do not ask about each. */
const namesVillages = (choice: Choice): boolean =>
  choice !== 'grades' && ('approve' in choice || 'order' in choice);

function marksOf(card: Card): Mark[] {
  const choice = choiceOf(card);
  const whole = (label: string, points: number): Mark => ({ label, points: [BigInt(points), 1n] });
  if (choice === 'grades')
    return card.grades.map(({ label, points }) => ({ label, points: fraction(points) }));
  if ('points' in choice) {
    const { least, most } = choice.points;
    return Array.from({ length: most - least + 1 }, (_, i) => whole(`${most - i} 分`, most - i));
  }
  if ('approve' in choice) return [whole('推荐', 100)];
  const { places } = choice.order;
  return Array.from({ length: places }, (_, i) => whole(`第 ${i + 1} 名`, places - i));
}

/**
 * What an archive says of a village by its number on the ballot: its name, and its marks. Grades and
 * points are asked village by village; where villages are named, they are the answers of every
 * question.
 */
function villageOf(
  verified: Verified | null | undefined,
  choice: Choice,
  contest: number,
): { title: string; marks: readonly number[] | null } {
  const none = { title: '—', marks: null };
  if (!verified) return none;
  const { questions, sums } = verified;
  if (namesVillages(choice)) {
    const title = questions[0]?.answers[contest - 1];
    if (title === undefined) return none;
    return { title, marks: sums?.map((row) => row[contest - 1] ?? 0) ?? null };
  }
  const question = questions[contest - 1];
  const row = sums?.[contest - 1];
  if (!question) return none;
  return { title: question.title, marks: (question.blank ? row?.slice(1) : row) ?? null };
}

const fileOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const boundCard = (description: string): string | null =>
  /规则卡 sha256:([0-9a-f]{64})(?![0-9A-Za-z])/.exec(description)?.[1] ?? null;

/**
 * Compares a package. `cardHash` is the SHA-256 of the rule card's file in hexadecimal.
 */
export function compareRanking(
  cardText: string,
  cardHash: string,
  rankingText: string,
  boxes: readonly Box[],
): RankingReport {
  let card: Card;
  let published: Published;
  try {
    card = JSON.parse(cardText) as Card;
  } catch {
    return failed('rule-card.json');
  }
  try {
    published = JSON.parse(rankingText) as Published;
    return comparePublished(card, cardHash, published, boxes);
  } catch {
    return failed('ranking.json');
  }
}

const failed = (file: string): RankingReport => ({
  areas: [],
  differences: [{ kind: 'form', file }],
  isRecomputed: false,
  withheld: [],
});

function comparePublished(
  card: Card,
  cardHash: string,
  published: Published,
  boxes: readonly Box[],
): RankingReport {
  const differences: Difference[] = [];
  const withheld: Withheld[] = [];
  const choice = choiceOf(card);
  const marks = marksOf(card);
  const isRecomputed =
    ['weighted_mean', 'approval', 'borda'].includes(card.method) &&
    card.blank.counts_as === 'excluded' &&
    card.ranks === 'competition' &&
    card.small_class === 'refuse' &&
    (card.empty_class === 'refuse' || namesVillages(choice)) &&
    card.rounding.ranks_on === 'exact' &&
    card.ties.join() === 'keep_tied';
  if (published.rule_card_sha256 !== cardHash)
    differences.push({
      kind: 'card',
      published: published.rule_card_sha256,
      recomputed: cardHash,
    });
  const known = new Map(boxes.map((box) => [fileOf(box.file), box]));
  const used = new Set<string>();
  const areas = published.areas.map((area) => {
    const found = area.classes.map((one) => {
      const file = `round-${area.area}-${one.class}.bel`;
      const box = known.get(file);
      used.add(file);
      if (!box && isWithheld(card, area, one)) {
        withheld.push({
          area: area.label,
          class: one.label,
          isFromMeans: isRecomputed && hasMeans(card, area),
        });
        return null;
      }
      if (!box) {
        differences.push({ kind: 'missing', file });
        return null;
      }
      const { verified } = box;
      if (boundCard(verified.description) !== cardHash) differences.push({ kind: 'bound', file });
      if (one.closed === null && !verified.sums) differences.push({ kind: 'unfinished', file });
      const place = { area: area.label, class: one.label };
      if (verified.ballots !== one.returned)
        differences.push({
          kind: 'returned',
          ...place,
          published: String(one.returned),
          recomputed: String(verified.ballots),
        });
      if (one.entitled > verified.voters)
        differences.push({
          kind: 'entitled',
          ...place,
          published: String(one.entitled),
          recomputed: String(verified.voters),
        });
      return verified;
    });
    const points = isRecomputed ? marks : null;
    const scores = area.ranking.map((village) =>
      compareVillage(area, village, found, choice, points, card, differences),
    );
    if (isRecomputed) comparePlaces(area, scores, differences);
    return {
      label: area.label,
      classes: area.classes.map(({ label }) => label),
      grades: marks.map(({ label }) => label),
      rows: area.ranking.map((village) => ({
        rank: String(village.rank),
        village: village.town + village.village,
        score: village.score,
        marks: found.map((verified) => villageOf(verified, choice, village.contest).marks),
      })),
    };
  });
  for (const file of known.keys()) {
    if (!used.has(file)) differences.push({ kind: 'extra', file });
  }
  return { areas, differences, isRecomputed, withheld };
}

type Area = Published['areas'][number];
type Class = Area['classes'][number];

/** Whether turnout lets the means of an area be published: every opened class has enough ballots. */
const hasMeans = (card: Card, area: Area): boolean =>
  area.classes.every((one) => one.closed !== null || one.returned >= card.thresholds.mean);

/**
 * Whether the archive of an opened class may not be public. Decided by turnout, whatever the file
 * says: calling a class withheld must not spare its archive.
 */
const isWithheld = (card: Card, area: Area, one: Class): boolean =>
  one.closed === null &&
  !one.histogram_published &&
  !(hasMeans(card, area) && one.returned >= card.thresholds.histogram);

/** Compares one village and answers its score, where it can be recomputed from `points`. */
function compareVillage(
  area: Area,
  row: PublishedVillage,
  found: readonly (Verified | null)[],
  choice: Choice,
  points: readonly Mark[] | null,
  card: Card,
  differences: Difference[],
): Fraction | null {
  const village = row.town + row.village;
  const isNamed = namesVillages(choice);
  let score: Fraction | null = points && [0n, 1n];
  area.classes.forEach((one, k) => {
    const verified = found[k];
    const differs = (
      kind: 'village' | 'marks' | 'blank' | 'mean',
      shown: unknown,
      recomputed: unknown,
    ): void => {
      if (String(shown) === String(recomputed)) return;
      differences.push({
        kind,
        area: area.label,
        class: one.label,
        village,
        published: String(shown),
        recomputed: String(recomputed),
      });
    };
    const { title, marks } = villageOf(verified, choice, row.contest);
    const shown = row.classes.find((other) => other.class === one.class);
    if (!verified && isWithheld(card, area, one)) {
      const isMeanPublished = hasMeans(card, area);
      // Without its archive a class is taken at its published mean, and no more may be told.
      const mean = isMeanPublished ? shown?.mean_exact : null;
      if (!isMeanPublished) differs('mean', shown?.mean_exact ?? null, null);
      differs('marks', shown?.marks ?? null, null);
      score = score && mean ? plus(score, times(fraction(mean), fraction(one.weight))) : null;
      return;
    }
    if (!verified || !marks) {
      score = null;
      return;
    }
    differs('village', village, title);
    const marked = marks.reduce((total, count) => total + count, 0);
    if (shown?.marks) differs('marks', shown.marks, marks);
    if (shown?.marks && shown.blank !== null)
      differs('blank', shown.blank, isNamed ? 0 : verified.ballots - marked);
    const divisor = isNamed ? verified.ballots : marked;
    if (!score || !points || divisor === 0 || marks.length !== points.length) {
      score = null;
      return;
    }
    const sum = marks.reduce<Fraction>(
      (total, count, i) => plus(total, times(points[i]!.points, [BigInt(count), 1n])),
      [0n, 1n],
    );
    const mean = times(sum, [1n, BigInt(divisor)]);
    if (shown?.mean_exact) differs('mean', shown.mean_exact, written(mean));
    score = plus(score, times(mean, fraction(one.weight)));
  });
  if (score && row.score_exact && written(score) !== row.score_exact)
    differences.push({
      kind: 'score',
      area: area.label,
      village,
      published: row.score_exact,
      recomputed: written(score),
    });
  return score;
}

/** A village's place is one more than the number of villages with a higher score. */
function comparePlaces(
  area: Area,
  scores: readonly (Fraction | null)[],
  differences: Difference[],
): void {
  area.ranking.forEach((row, i) => {
    const own = scores[i];
    if (!own || scores.includes(null)) return;
    const place = 1 + scores.filter((other) => compare(other!, own) > 0).length;
    if (String(row.rank) === String(place)) return;
    differences.push({
      kind: 'rank',
      area: area.label,
      village: row.town + row.village,
      published: String(row.rank),
      recomputed: String(place),
    });
  });
}
