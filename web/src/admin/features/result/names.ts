/** What codes of a rule card are called, for explaining figures. */
import { t } from './step.messages';

/** What codes of the card are called. */
export interface Names {
  /** Whether the card ranks by the vote alone; its one component then goes without saying. */
  voteAlone: boolean;
  component: (code: string) => string;
  /** A criterion of a panel or an indicator of a record. */
  criterion: (component: string, code: string) => string;
  class: (code: string) => string;
  mark: (code: string) => string;
  veto: (code: string) => string;
}

interface Named {
  code: string;
  label: string;
}
interface CardNames {
  classes?: Named[];
  grades?: Named[];
  choice?: 'grades' | object;
  composite?: {
    components?: (Named & {
      source?: 'vote' | { panel?: { criteria?: Named[] }; record?: { indicators?: Named[] } };
    })[];
    vetoes?: Named[];
  };
}

const labelIn = (list: readonly Named[] | undefined, code: string): string =>
  list?.find((each) => each.code === code)?.label ?? code;

/** The names of a card; codes stand for themselves where it is not known. */
export function namesOf(document: object | null): Names {
  const card = (document ?? {}) as CardNames;
  const components = card.composite?.components;
  const voteAlone = document !== null && !card.composite;
  return {
    voteAlone,
    component: (code) => (voteAlone ? t.value.theVote : labelIn(components, code)),
    criterion(component, code) {
      const source = components?.find((each) => each.code === component)?.source;
      if (typeof source !== 'object') return code;
      return labelIn(
        [...(source.panel?.criteria ?? []), ...(source.record?.indicators ?? [])],
        code,
      );
    },
    class: (code) => labelIn(card.classes, code),
    mark(code) {
      const choice = typeof card.choice === 'object' ? card.choice : {};
      if ('approve' in choice) return t.value.named;
      if ('order' in choice) return t.value.place(code);
      if ('points' in choice) return t.value.points(code);
      return labelIn(card.grades, code);
    },
    veto: (code) => labelIn(card.composite?.vetoes, code),
  };
}
