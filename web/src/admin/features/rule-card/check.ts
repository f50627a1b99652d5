/** The live check of a card while it is typed: its faults, and how it reads. */
import { computed, onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { useAction, type Clause, type RuleCardCheck, type RuleCardView } from '@/shared/api';
import { apiLang } from '@/shared/i18n';
import type { RuleCard } from './card';
import { checkRuleCard } from './queries';

/** A pause in typing after which the card is checked. */
const PAUSE_MS = 350;

/** Checks `card` whenever it changes and may be edited; clauses of others come with their view. */
export function useCheck(
  cycle: string,
  card: Ref<RuleCard | null>,
  editable: Ref<boolean>,
  view: ShallowRef<RuleCardView | undefined>,
) {
  const checked = shallowRef<RuleCardCheck>();
  const checking = ref(false);
  const check = useAction(checkRuleCard);
  let pause: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;
  watch(
    [card, apiLang, editable],
    () => {
      clearTimeout(pause);
      turn += 1;
      const mine = turn;
      checking.value = card.value !== null && editable.value;
      if (!checking.value) return;
      pause = setTimeout(async () => {
        try {
          const answer = await checkRuleCard(cycle, card.value!);
          if (mine === turn) checked.value = answer;
          check.clear();
        } catch (reason) {
          // Saving is checked by the server again, so an unanswered question need not hold it up.
          if (mine === turn) checked.value = undefined;
          check.error.value = reason;
        } finally {
          if (mine === turn) checking.value = false;
        }
      }, PAUSE_MS);
    },
    { deep: true, immediate: true },
  );
  onScopeDispose(() => clearTimeout(pause));

  const faults = computed(() => checked.value?.faults ?? []);
  /** Clauses of the last card that could be read, so that typing does not empty the sheet. */
  const clauses = shallowRef<Clause[]>([]);
  watch([checked, view], () => {
    if (checked.value?.clauses.length) clauses.value = checked.value.clauses;
    else if (!clauses.value.length || !editable.value) clauses.value = view.value?.clauses ?? [];
  });
  watch(apiLang, () => (clauses.value = []));
  return { checked, checking, faults, clauses, error: check.error };
}
