/**
 * The editing of one entry: a draft that survives a reload, a save that says which version it
 * started from, and what to do when somebody else saved meanwhile.
 */
import { computed, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { ApiError, faultText, useDraft, type Fault, type Register } from '@/shared/api';
import type { FaultLine } from '../form/faults';
import type { Names } from './fields';
import { changes, clashes, resolve } from './merge';
import { t } from './messages';

/** An entry as the server told it. */
export interface Loaded<T> {
  version: number;
  body: T;
  names?: Names | undefined;
  changed_by?: string | undefined;
  changed_at?: string | undefined;
}
/** What is sent; for a new entry `version` is 0 and not looked at. */
export interface Write<T> {
  version: number;
  why: string;
  body: T;
}
/** Two versions that have to come together, as the dialog shows them. */
export interface Conflict {
  base: object;
  theirs: object;
  mine: object;
  names: Names;
  by: string;
  at: string;
  /** The version that holds `theirs`. */
  version: number;
}

export interface EditorOptions<T extends object> {
  /** Names the draft in this tab: `unit.0193…`; for a new entry `unit.new`. */
  key: string;
  noun: Register.Noun;
  /** The entry as the page has it; a newer one is taken over as long as nothing was typed. */
  loaded: () => Loaded<T>;
  /** Asks the server for the entry as it is now. */
  load: () => Promise<Loaded<T>>;
  save: (write: Write<T>) => Promise<Register.Saved>;
  /** After a save; `proposal` is set where it waits for approval. */
  saved?: (saved: Register.Saved) => unknown;
}

/** What the bar below a form needs to know, whatever the document is. */
export interface EditorBar {
  noun: Register.Noun;
  why: Ref<string>;
  /** What is wrong with the reason, once it was tried. */
  whyFault: Ref<string | undefined>;
  /** It is not on the server yet. */
  fresh: Ref<boolean>;
  /** How many members differ from what was loaded. */
  changed: Ref<number>;
  busy: Ref<boolean>;
  /** What went wrong, other than conflicts and faults. */
  error: ShallowRef<unknown>;
  faults: Ref<FaultLine[]>;
  conflict: ShallowRef<Conflict | undefined>;
  /** The last save went to the county as a proposal. */
  proposed: Ref<boolean>;
  save: () => Promise<void>;
  /** Goes on with the document in which both changes came together. */
  settle: (merged: object) => Promise<void>;
  /** Puts the conflict aside; the draft stays. */
  postpone: () => void;
  /** Takes back what was typed. */
  discard: () => void;
}
export interface EntryEditor<T extends object> extends EditorBar {
  /** What is being typed; bind the form to it. */
  draft: Ref<T>;
}

interface Kept<T> {
  version: number;
  base: T;
  body: T;
  why: string;
}
const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const start = <T>({ version, body }: Loaded<T>): Kept<T> => ({
  version,
  base: copy(body),
  body: copy(body),
  why: '',
});
const LONGEST_WHY = 200;

export function useEntryEditor<T extends object>(options: EditorOptions<T>): EntryEditor<T> {
  const kept = useDraft(`entry.${options.key}`, start(options.loaded()));
  const busy = ref(false);
  const tried = ref(false);
  const proposed = ref(false);
  const error = shallowRef<unknown>();
  const faults = shallowRef<Fault[]>([]);
  const conflict = shallowRef<Conflict>();

  const draft = computed({
    get: () => kept.value.value.body,
    set: (body: T) => (kept.value.value.body = body),
  });
  const why = computed({
    get: () => kept.value.value.why,
    set: (text: string) => (kept.value.value.why = text),
  });
  const changed = computed(() => changes(kept.value.value.base, draft.value).length);
  const whyWrong = computed(() => {
    const length = [...why.value.trim()].length;
    // A new entry explains itself.
    return length > LONGEST_WHY || (length < 1 && kept.value.value.version > 0);
  });

  // Somebody else's save is taken over at once where nothing was typed that it could undo.
  watch(options.loaded, (loaded) => {
    if (loaded.version > kept.value.value.version && changed.value === 0) {
      const typed = why.value;
      kept.reset(start(loaded));
      if (typed) why.value = typed;
    }
  });

  async function send(version: number, body: T): Promise<void> {
    const saved = await options.save({ version, why: why.value.trim(), body });
    proposed.value = saved.proposal !== null;
    // A proposal leaves the entry as it was; what was typed is the county's to decide on now.
    const standing = proposed.value ? kept.value.value.base : body;
    kept.reset(start({ version: saved.version, body: standing }));
    tried.value = false;
    options.saved?.(saved);
  }

  /** Brings the draft together with what is saved now; asks only where both changed one member. */
  async function bringTogether(mine: T): Promise<void> {
    const { base } = kept.value.value;
    const theirs = await options.load();
    if (clashes(base, theirs.body, mine).length === 0) {
      await send(theirs.version, resolve(base, theirs.body, mine, {}));
      return;
    }
    conflict.value = {
      base: copy(base),
      theirs: theirs.body,
      mine: copy(mine),
      names: { ...options.loaded().names, ...theirs.names },
      by: theirs.changed_by ?? '',
      at: theirs.changed_at ?? '',
      version: theirs.version,
    };
  }

  async function attempt(step: () => Promise<void>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    error.value = undefined;
    faults.value = [];
    try {
      await step();
    } catch (reason) {
      if (reason instanceof ApiError && reason.code === 'entry_invalid' && reason.faults.length)
        faults.value = reason.faults;
      else error.value = reason;
    } finally {
      busy.value = false;
    }
  }

  /** Sends a document; a conflict is brought together once, then told. */
  async function trySend(version: number, body: T): Promise<void> {
    try {
      await send(version, body);
    } catch (reason) {
      if (!(reason instanceof ApiError) || reason.code !== 'entry_changed') throw reason;
      await bringTogether(body);
    }
  }

  return {
    noun: options.noun,
    draft: draft as Ref<T>,
    why,
    whyFault: computed(() => (tried.value && whyWrong.value ? t.value.save.whyMissing : undefined)),
    fresh: computed(() => kept.value.value.version === 0),
    changed,
    busy,
    error,
    faults: computed(() =>
      faults.value.map((fault) => ({ path: fault.path, text: faultText(fault) })),
    ),
    conflict,
    proposed,
    async save() {
      tried.value = true;
      proposed.value = false;
      if (whyWrong.value || changed.value === 0) return;
      await attempt(() => trySend(kept.value.value.version, copy(draft.value)));
    },
    async settle(merged) {
      const { value: found } = conflict;
      if (!found) return;
      // From here on the draft stands on their version: a reload does not bring the conflict back.
      Object.assign(kept.value.value, {
        version: found.version,
        base: copy(found.theirs),
        body: copy(merged),
      });
      conflict.value = undefined;
      if (changed.value === 0) {
        // Everything was left to the other: there is nothing to save.
        kept.reset(start({ version: found.version, body: found.theirs as T }));
        return;
      }
      await attempt(() => trySend(found.version, merged as T));
    },
    postpone() {
      conflict.value = undefined;
    },
    discard() {
      error.value = undefined;
      faults.value = [];
      tried.value = false;
      kept.reset(start(options.loaded()));
    },
  };
}
