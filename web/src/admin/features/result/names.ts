/** What codes of a rule card are called, for explaining figures. */
import type { Names } from './formula';

interface Named {
  code: string;
  label: string;
}
interface CardNames {
  classes?: Named[];
  grades?: Named[];
  choice?: unknown;
  composite?: {
    components?: (Named & {
      source?: 'vote' | { panel?: { criteria?: Named[] }; record?: { indicators?: Named[] } };
    })[];
  };
}

const labelIn = (list: readonly Named[] | undefined, code: string): string =>
  list?.find((each) => each.code === code)?.label ?? code;

/** The names of a card; codes stand for themselves where it is not known. */
export function namesOf(document: object | null): Names {
  const card = (document ?? {}) as CardNames;
  const components = card.composite?.components;
  return {
    component: (code) => labelIn(components, code),
    criterion(component, code) {
      const source = components?.find((each) => each.code === component)?.source;
      if (typeof source !== 'object') return code;
      return labelIn(
        [...(source.panel?.criteria ?? []), ...(source.record?.indicators ?? [])],
        code,
      );
    },
    class: (code) => labelIn(card.classes, code),
    mark: (code) => labelIn(card.grades, code),
  };
}
