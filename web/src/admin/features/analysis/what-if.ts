/** Other rules one may ask about, as changes of the frozen card (RFC 7396). */
export type Change =
  | 'half_even'
  | 'published'
  | 'no_trim'
  | 'median'
  | 'drop_one'
  | 'equal_weights'
  | 'no_adjustments'
  | 'equal_classes';

type Json = Record<string, unknown>;
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isJson) : []);

/** The changes that mean something for this card, each with what to send. */
export function changesOf(card: Json): { change: Change; patch: Json }[] {
  const composite = isJson(card['composite']) ? card['composite'] : null;
  const place = composite ?? card;
  const rounding = isJson(place['rounding']) ? place['rounding'] : {};
  const wrap = (patch: Json): Json => (composite ? { composite: patch } : patch);
  const found: { change: Change; patch: Json }[] = [];
  if (rounding['mode'] !== 'half_even')
    found.push({ change: 'half_even', patch: wrap({ rounding: { mode: 'half_even' } }) });
  if (rounding['ranks_on'] !== 'published')
    found.push({ change: 'published', patch: wrap({ rounding: { ranks_on: 'published' } }) });
  const classes = listOf(card['classes']);
  if (classes.length > 1) {
    const weight = `1/${classes.length}`;
    found.push({
      change: 'equal_classes',
      patch: { classes: classes.map((each) => ({ ...each, weight })) },
    });
  }
  if (!composite) return found;
  const components = listOf(composite['components']);
  const panels = components.some(({ source }) => isJson(source) && isJson(source['panel']));
  const trims: [Change, unknown][] = [
    ['no_trim', 'none'],
    ['median', 'median'],
    ['drop_one', { drop: { high: 1, low: 1, at_least: 3, below: 'plain_mean' } }],
  ];
  if (panels)
    for (const [change, trim] of trims)
      found.push({ change, patch: { composite: { components: components.map(trimmed(trim)) } } });
  if (components.length > 1) {
    const weight = `1/${components.length}`;
    found.push({
      change: 'equal_weights',
      patch: { composite: { components: components.map((each) => ({ ...each, weight })) } },
    });
  }
  const caps = isJson(composite['caps']) ? composite['caps'] : {};
  if (listOf(composite['adjustments']).length)
    found.push({
      change: 'no_adjustments',
      patch: { composite: { caps: { ...caps, bonus: '0', penalty: '0' } } },
    });
  return found;
}

const trimmed =
  (trim: unknown) =>
  (component: Json): Json => {
    const source = component['source'];
    if (!isJson(source) || !isJson(source['panel'])) return component;
    // Severity is corrected only where nothing is trimmed.
    const severity = trim === 'none' ? source['panel']['severity'] : 'none';
    return { ...component, source: { panel: { ...source['panel'], trim, severity } } };
  };
