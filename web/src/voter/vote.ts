/**
 * What the voter page does, apart from how it looks: one slip, round after round.
 *
 * Invariants
 * - News from the server never touches a ballot that is being filled: `ballot` is a copy made when
 *   the round opened, and only the voter changes it.
 * - A sealed ballot is stored before it is sent, and the same bytes are sent until the server has
 *   answered.
 * - When the server has acknowledged a ballot, the answers are gone from this phone.
 * - Changing a ballot starts from nothing: new choices, newly prepared, a new tracker. The earlier
 *   one counts until the new one is acknowledged.
 */
import { computed, reactive, ref, shallowRef, triggerRef } from 'vue';
import { readCode, type CodeFault } from '@/crypto/code.ts';
import type { Answer } from '@/crypto/ballot.ts';
import type { Question } from '@/crypto/election.ts';
import { abstention, chosenOf, fits, inTheWay, isFinished } from './answer.ts';
import {
  postBallot,
  Refusal,
  Unreachable,
  type RefusalCode,
  type Round,
  type VoteState,
} from './api.ts';
import { createBoxes } from './boxes.ts';
import { followVote, type Connection } from './live.ts';
import type { Sealer } from './sealer.ts';
import { loadMemory, saveMemory, type BoxMemory, type Delivery, type Memory } from './storage.ts';

/** The ballot in the voter's hands. */
export interface Ballot {
  readonly box: string;
  readonly round: Pick<Round, 'number' | 'title' | 'kind' | 'revote' | 'choice' | 'quotas'>;
  /** It takes the place of one handed in before. */
  readonly again: boolean;
  readonly questions: readonly Question[];
  /** By contest: null is untouched; an abstention on purpose is `blank` or an empty list. */
  choices: (Answer | null)[];
  /** The contest shown; the number of contests for the review list. */
  at: number;
}

/** What fills the screen. `ballot` shows a contest or the review list. */
export type View = 'entry' | 'waiting' | 'ballot' | 'sending' | 'done' | 'find' | 'trouble';

/** Why nothing can be filled in just now. */
export type WaitingFor = 'looking' | 'start' | 'own_round' | 'voted' | 'end';

/** What stopped the voter; each kind has one sentence and one action. */
export type TroubleKind = RefusalCode | 'device' | 'election_unreadable' | 'tracker_differs';

/** How the sending of a sealed ballot stands. */
export type Sending = 'sealing' | 'sending' | 'retrying';

/** What is wrong with a typed code; `pending` while another slip's ballot is still on its way. */
export type EntryFault = CodeFault | { kind: 'pending' };

/** How long a chosen bar stays in view before the next contest. */
const GLIDE = 320;

const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Creates the state of the page and starts following the vote. */
export function createVote(sealer: Sealer) {
  const live = shallowRef<VoteState | null>(null);
  /** Milliseconds the server's clock is ahead of the phone's. */
  const clockOffset = ref(0);
  const connection = ref<Connection>('connecting');
  const selfTest = ref<'running' | 'good' | 'bad'>('running');
  const view = ref<View>('entry');
  const ballot = shallowRef<Ballot | null>(null);
  const waitingFor = ref<WaitingFor>('looking');
  const sending = ref<Sending>('sending');
  /** How much of the preparation is done, 0 … 1; shown only when the voter is faster. */
  const prepared = ref(0);
  const trouble = ref<{ kind: TroubleKind; box: string | null } | null>(null);
  const entry = reactive<{ text: string; fault: EntryFault | null }>({ text: '', fault: null });
  /** The round just voted in, for the screen "done". */
  const lastDone = ref<{ box: string; round: Ballot['round']; delivery: Delivery } | null>(null);
  /** A ballot that waits while the voter is looking something up. */
  const invitation = shallowRef<Round | null>(null);
  const memory = shallowRef<Memory | null>(loadMemory());

  // ---- The slip ---------------------------------------------------------------------------------

  const slipBoxes = createBoxes(sealer, () => memory.value?.code);

  const boxMemory = (box: string): BoxMemory => (memory.value!.boxes[box] ??= {});
  const remember = (): void => {
    saveMemory(memory.value);
    triggerRef(memory);
  };
  const pendingBox = (): string | undefined =>
    Object.entries(memory.value?.boxes ?? {}).find(([, box]) => box.pending)?.[0];

  /** Takes a code as typed or scanned; says what is wrong with it, if anything is. */
  function enter(typed: string): void {
    entry.text = typed;
    const reading = readCode(typed);
    if ('fault' in reading) {
      entry.fault = reading.fault;
      return;
    }
    entry.fault = null;
    if (memory.value?.code !== reading.code) {
      if (pendingBox() !== undefined) {
        entry.fault = { kind: 'pending' };
        return;
      }
      forget();
      memory.value = { code: reading.code, boxes: {} };
      remember();
    }
    entry.text = '';
    rest();
  }

  function forget(): void {
    memory.value = null;
    slipBoxes.forget();
    ballot.value = null;
    lastDone.value = null;
    trouble.value = null;
    saveMemory(null);
  }

  /** Back to the start, for another slip on the same phone. */
  function leave(): void {
    if (pendingBox() !== undefined) return;
    forget();
    view.value = 'entry';
  }

  /** Takes the code out of the address and the browser's history before anything else happens. */
  function takeFragment(): void {
    const fragment = location.hash.slice(1);
    if (fragment === '') return;
    history.replaceState(null, '', location.pathname + location.search);
    let typed = fragment;
    try {
      typed = decodeURIComponent(fragment);
    } catch {
      // Then it is judged as it stands.
    }
    enter(typed);
    if (entry.fault && !memory.value) view.value = 'entry';
  }

  // ---- Following the vote -----------------------------------------------------------------------

  /** Waits for what comes next, and goes there when it is there already. */
  function rest(): void {
    trouble.value = null;
    ballot.value = null;
    view.value = 'waiting';
    waitingFor.value = 'looking';
    void consider();
  }

  let turn = 0;
  let again: ReturnType<typeof setTimeout> | undefined;

  /** Finds out what this slip may do now. Whatever the voter is busy with is left alone. */
  async function consider(): Promise<void> {
    const mine = ++turn;
    clearTimeout(again);
    if (!memory.value || !live.value) return;
    const pending = pendingBox();
    if (pending !== undefined && view.value !== 'sending' && view.value !== 'trouble') {
      void send(pending);
      return;
    }
    if (view.value !== 'waiting' && view.value !== 'done' && view.value !== 'find') return;
    const { rounds } = live.value;
    const openRounds = rounds.filter(({ state }) => state === 'open');
    for (const [box, { done, choices }] of Object.entries(memory.value.boxes)) {
      // A change that was not handed in before the round closed.
      if (!done || !choices || roundOf(box)?.state === 'open') continue;
      memory.value.boxes[box] = { done };
      remember();
    }
    try {
      let voted = false;
      for (const round of openRounds) {
        const box = await slipBoxes.own(round);
        if (mine !== turn) return;
        if (box === undefined) continue;
        const kept = boxMemory(box);
        if (!kept.choices && (kept.done?.tracker ?? null) === null) await recognise(box);
        if (mine !== turn) return;
        if (kept.done && !(kept.choices && round.revote)) {
          voted = true;
          if (view.value === 'waiting' && kept.done.tracker !== null)
            showDone(box, round, kept.done);
          continue;
        }
        if (view.value === 'find') invitation.value = round;
        else startBallot(round, box);
        return;
      }
      invitation.value = null;
      const staysDone = openRounds.some(({ boxes }) =>
        boxes.some(({ id }) => id === lastDone.value?.box),
      );
      if (view.value === 'done' && !staysDone) view.value = 'waiting';
      const ahead = rounds.filter(({ state }) => ['draft', 'frozen', 'rehearsed'].includes(state));
      const unknown = ahead.every(({ state }) => state !== 'draft') && (await isUnknown(rounds));
      if (mine !== turn) return;
      if (unknown) {
        fail('slip_unknown');
        return;
      }
      if (voted) waitingFor.value = 'voted';
      else if (openRounds.length > 0) waitingFor.value = 'own_round';
      else waitingFor.value = ahead.length > 0 ? 'start' : 'end';
      prepareAhead(ahead);
    } catch (error) {
      if (mine !== turn) return;
      if (!(error instanceof Unreachable || error instanceof Refusal))
        fail(selfTest.value === 'bad' ? 'device' : 'election_unreadable');
      else again = setTimeout(() => void consider(), 1_500 + Math.random() * 1_500);
    }
  }

  /** Learns from the board whether this slip has voted elsewhere. */
  async function recognise(box: string): Promise<void> {
    const last = await slipBoxes.castElsewhere(box);
    // Without an answer the voter goes on; the server knows.
    if (last === undefined || !memory.value) return;
    boxMemory(box).done = { tracker: last, how: 'elsewhere' };
    remember();
  }

  /** No box of any round has this slip on its roll, so the code is wrong or was never issued. */
  async function isUnknown(rounds: readonly Round[]): Promise<boolean> {
    if (rounds.length === 0) return false;
    for (const round of rounds) {
      if (round.state !== 'annulled' && (await slipBoxes.own(round)) !== undefined) return false;
    }
    return true;
  }

  let aheadTimer: ReturnType<typeof setTimeout> | undefined;

  /** Fetches and prepares the next round before it opens, not all phones at the same moment. */
  function prepareAhead(ahead: readonly Round[]): void {
    clearTimeout(aheadTimer);
    const next = ahead.find(({ state }) => state !== 'draft');
    if (!next || selfTest.value === 'bad') return;
    aheadTimer = setTimeout(() => {
      void (async () => {
        const box = await slipBoxes.own(next);
        if (box !== undefined)
          await sealer.ask('prepare', { election: slipBoxes.opened(box)!.election });
      })().catch(() => {
        // It is tried again when the round opens, and reported then.
      });
    }, Math.random() * 2_000);
  }

  // ---- Filling ----------------------------------------------------------------------------------

  function startBallot(round: Round, box: string): void {
    const { questions, election } = slipBoxes.opened(box)!;
    const kept = boxMemory(box);
    const choices =
      kept.choices?.length === questions.length ? kept.choices : questions.map(() => null);
    const { number, title, kind, choice = 'grades', quotas = [] } = round;
    ballot.value = reactive({
      box,
      round: { number, title, kind, revote: round.revote, choice, quotas },
      again: kept.done !== undefined,
      questions,
      choices: [...choices],
      at: Math.min(kept.at ?? 0, questions.length),
    });
    view.value = 'ballot';
    prepareNow(election);
  }

  /** Starts the ballot of a round anew, to take the place of the one handed in. */
  function revote(): void {
    const { box } = lastDone.value!;
    const round = roundOf(box);
    if (round?.state === 'open' && round.revote) startBallot(round, box);
  }

  /** Leaves the ballot handed in as it is. */
  function keep(): void {
    const { box, round } = ballot.value!;
    const { done } = boxMemory(box);
    memory.value!.boxes[box] = { done: done! };
    remember();
    showDone(box, round, done!);
    void consider();
  }

  function prepareNow(election: Uint8Array): void {
    prepared.value = 0;
    sealer
      .ask('prepare', { election }, (ready, all) => (prepared.value = ready / all))
      .then(
        () => (prepared.value = 1),
        () => fail('device'),
      );
  }

  function keepBallot(): void {
    const { box, choices, at } = ballot.value!;
    Object.assign(boxMemory(box), { choices, at });
    remember();
  }

  let glide: ReturnType<typeof setTimeout> | undefined;

  /** Shows a contest, or the review list after the last. */
  function go(at: number): void {
    clearTimeout(glide);
    if (!ballot.value) return;
    ballot.value.at = Math.max(0, Math.min(at, ballot.value.questions.length));
    keepBallot();
  }

  /** Chooses an answer (or takes it back, where several may be chosen) and glides on. */
  function choose(answer: number): void {
    const current = ballot.value!;
    const { at } = current;
    const { max, answers } = current.questions[at]!;
    if (answer >= answers.length) return;
    const isChosen = chosenOf(current.choices[at]!).includes(answer);
    if (!isChosen && inTheWay(current, at, answer)) return;
    clearTimeout(glide);
    if (max === 1) {
      current.choices[at] = [answer];
      glide = setTimeout(() => go(nextAfter(at)), GLIDE);
    } else {
      const chosen = new Set(chosenOf(current.choices[at]!));
      if (!chosen.delete(answer) && chosen.size < max) chosen.add(answer);
      current.choices[at] = chosen.size > 0 ? [...chosen].sort((a, b) => a - b) : null;
    }
    keepBallot();
  }

  /** The following contest; straight back to the list when all were answered before. */
  function nextAfter(at: number): number {
    const current = ballot.value!;
    return current.choices.every((choice) => choice !== null) ? current.questions.length : at + 1;
  }

  /** Leaves the contest blank on purpose and goes on. */
  function abstain(): void {
    const { at, questions } = ballot.value!;
    ballot.value!.choices[at] = abstention(questions[at]!);
    go(nextAfter(at));
  }

  /** Contests that keep the ballot from being handed in, as indices. */
  const unfinished = computed(() =>
    (ballot.value?.questions ?? []).flatMap((question, i) =>
      isFinished(question, ballot.value!.choices[i]!) && fits(ballot.value!, i) ? [] : [i],
    ),
  );

  // ---- Sealing and sending ----------------------------------------------------------------------

  async function submit(): Promise<void> {
    const current = ballot.value;
    if (!current || view.value !== 'ballot' || unfinished.value.length > 0) return;
    view.value = 'sending';
    sending.value = 'sealing';
    const { code } = memory.value!;
    try {
      const { ballot: sealed, tracker } = await sealer.ask('seal', {
        code,
        election: slipBoxes.opened(current.box)!.election,
        // Copies: what is watched for changes cannot be posted.
        answers: current.choices.map((choice, i) => {
          const answer = choice ?? abstention(current.questions[i]!);
          return answer === 'blank' ? answer : [...answer];
        }),
      });
      boxMemory(current.box).pending = { ballot: sealed, tracker };
      remember();
    } catch {
      fail('device');
      return;
    }
    await send(current.box);
  }

  let hurry: (() => void) | undefined;

  /** Sends the stored bytes until the server answers, one way or the other. */
  async function send(box: string): Promise<void> {
    view.value = 'sending';
    sending.value = 'sending';
    const { pending } = boxMemory(box);
    if (!pending) return;
    for (let attempt = 0; ; attempt++) {
      try {
        const { tracker, replaces } = await postBallot(box, pending.ballot);
        if (tracker !== pending.tracker) fail('tracker_differs', box);
        else acknowledge(box, replaces ? { tracker, how: 'replaced' } : { tracker });
        return;
      } catch (error) {
        if (error instanceof Refusal) {
          fail(error.code, box);
          return;
        }
        sending.value = 'retrying';
        const pause = Math.min(1_000 * 2 ** attempt, 8_000) * (0.75 + Math.random() / 2);
        await Promise.race([wait(pause), new Promise<void>((resolve) => (hurry = resolve))]);
      }
    }
  }

  const roundOf = (box: string): Round | undefined =>
    live.value?.rounds.find(({ boxes }) => boxes.some(({ id }) => id === box));

  const changeable = computed(() => {
    const round = lastDone.value && roundOf(lastDone.value.box);
    return round?.state === 'open' && round.revote;
  });

  function acknowledge(box: string, delivery: Delivery): void {
    memory.value!.boxes[box] = { done: delivery };
    remember();
    const unknown = { number: 0, title: '', kind: 'official', revote: false } as const;
    showDone(box, ballot.value?.round ?? roundOf(box) ?? unknown, delivery);
    void consider();
  }

  function showDone(box: string, round: Ballot['round'], delivery: Delivery): void {
    lastDone.value = { box, round, delivery };
    ballot.value = null;
    view.value = 'done';
  }

  function fail(kind: TroubleKind, box: string | null = null): void {
    clearTimeout(glide);
    trouble.value = { kind, box };
    view.value = 'trouble';
  }

  /** The one action of the screen "trouble". */
  function resolveTrouble(): void {
    const { kind, box } = trouble.value!;
    const kept = box === null ? undefined : memory.value?.boxes[box];
    switch (kind) {
      case 'slip_unknown':
      case 'slip_void':
        if (kept) delete kept.pending;
        leave();
        return;
      case 'device':
        // The worker may only have failed to arrive. What was filled in survives.
        location.reload();
        return;
      case 'already_voted':
        memory.value!.boxes[box!] = { done: kept?.done ?? { tracker: null } };
        break;
      case 'round_not_open':
        // A round that opened meanwhile takes the same bytes; a closed one never will.
        if (kept && roundOf(box!)?.state !== 'open')
          memory.value!.boxes[box!] = kept.done ? { done: kept.done } : {};
        break;
      case 'tracker_differs':
        memory.value!.boxes[box!] = { done: { tracker: kept?.pending?.tracker ?? null } };
        remember();
        trouble.value = null;
        view.value = 'find';
        return;
      default:
        // Sealed wrongly: the answers are still there, so it is sealed anew.
        if (kept) delete kept.pending;
    }
    remember();
    rest();
  }

  // ---- Starting ---------------------------------------------------------------------------------

  function find(): void {
    view.value = 'find';
    void consider();
  }

  /** Leaves the screen "find". */
  function back(): void {
    invitation.value = null;
    if (memory.value) rest();
    else view.value = 'entry';
  }

  const feed = followVote(
    (state) => {
      clockOffset.value = Date.parse(state.server_time) - Date.now();
      live.value = state;
      void consider();
    },
    (now) => (connection.value = now),
  );

  sealer.ask('selftest', {}).then(
    () => (selfTest.value = 'good'),
    () => {
      selfTest.value = 'bad';
      if (memory.value && view.value === 'waiting') fail('device');
    },
  );

  window.addEventListener('hashchange', takeFragment);
  takeFragment();
  if (memory.value && view.value === 'entry') rest();

  return {
    live,
    clockOffset,
    connection,
    selfTest,
    view,
    ballot,
    waitingFor,
    sending,
    prepared,
    trouble,
    entry,
    lastDone,
    invitation,
    memory,
    unfinished,
    /** Whether the ballot of the screen "done" can be changed now. */
    changeable,
    revote,
    keep,
    enter,
    leave,
    go,
    choose,
    abstain,
    submit,
    sendNow: () => hurry?.(),
    resolveTrouble,
    find,
    back,
    refresh: () => feed.refresh(),
    stop() {
      feed.stop();
      clearTimeout(again);
      clearTimeout(aheadTimer);
      clearTimeout(glide);
      window.removeEventListener('hashchange', takeFragment);
    },
  };
}

/** The state of the page with everything that changes it. */
export type Vote = ReturnType<typeof createVote>;
