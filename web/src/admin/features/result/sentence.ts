/** A village's place in a few sentences, with the exact distance to its neighbours. */
import type { Composite, CompositeGroup, PlacedVillage } from '@/shared/api';
import { listed } from '@/shared/i18n';
import { whyWords } from '../../standing/messages';
import { difference, shownRatio } from '../../standing/ratio';
import { t } from './composite.messages';

export function sentencesOf(composite: Composite, town: string, village: string): string[] {
  const same = (row: { town: string; village: string }) =>
    row.town === town && row.village === village;
  for (const group of composite.groups) {
    const at = group.ranked.findIndex(same);
    if (at >= 0) return placed(composite, group, at);
    const lost = group.unranked.find(same);
    if (lost) return [t.value.notRanked(village, whyWords(lost.why))];
  }
  return [];
}

function placed(composite: Composite, group: CompositeGroup, at: number): string[] {
  const row = group.ranked[at]!;
  const { sentences } = t.value;
  const said = [
    row.score === null
      ? sentences.placeOnly(row.village, row.place, group.ranked.length)
      : sentences.place(row.village, row.place, group.ranked.length, row.score),
  ];
  const tied = group.ranked.filter((other) => other.place === row.place && other !== row);
  if (tied.length) said.push(sentences.tied(listed(tied.map((other) => other.village))));
  if (row.lot_needed) said.push(sentences.lot);
  const above = group.ranked
    .slice(0, at)
    .reverse()
    .find((other) => other.place !== row.place);
  const below = group.ranked.slice(at + 1).find((other) => other.place !== row.place);
  const gap = (other: PlacedVillage | undefined, say: typeof sentences.above) => {
    if (!other || row.score_exact === null || other.score_exact === null) return;
    const exact = difference(row.score_exact, other.score_exact);
    if (!exact) return;
    const size = exact.num < 0n ? { ...exact, num: -exact.num } : exact;
    said.push(
      size.num === 0n
        ? sentences.equal(other.place, other.village)
        : say(
            other.place,
            other.village,
            shownRatio(size, 4).replace('≈', t.value.sentences.about),
          ),
    );
  };
  gap(above, sentences.above);
  gap(below, sentences.below);
  if (row.parts.length > 1)
    said.push(
      sentences.parts(
        row.parts
          .map((part) => {
            const label = composite.components.find((each) => each.code === part.component)?.label;
            return sentences.part(label ?? part.component, part.points, part.share);
          })
          .join(sentences.join),
      ),
    );
  if (row.vetoes.length) said.push(sentences.veto(listed(row.vetoes)));
  if (row.award) said.push(sentences.award(row.award));
  return said;
}
