import { publishKey } from '../../trustee.ts';
import { ORDER } from '../curve.ts';
import type { FaultCode } from '../fault.ts';
import {
  entriesOf,
  headerOf,
  setupData,
  shareData,
  tallyData,
  utf8,
  writeArchive,
  writeBoard,
  type Board,
  type EventModel,
  type RawEntry,
} from './board.ts';
import { seededRandom } from '../../testing/seeded.ts';
import { signAgain, SUMS, tallyOf, type Sample } from './sample.ts';

/** A way to spoil an archive, and the code it must be refused with. */
export interface Tampering {
  readonly name: string;
  readonly code: FaultCode;
  readonly make: (sample: Sample) => Uint8Array;
}

const random = seededRandom('tampering');

/** Places of events on the board of the sample. */
const [SETUP, BALLOT, END, TALLY, SHARE, RESULT] = [0, 1, 5, 6, 7, 10] as const;

/** The neutral element, a point of order 2, digits of no point, a point not reduced. */
const IDENTITY = '0'.repeat(63) + '1';
const ORDER_TWO = '7' + 'f'.repeat(61) + 'ec';
const NO_POINT = '0'.repeat(63) + '2';
const UNREDUCED = '7' + 'f'.repeat(61) + 'ee';

const onBoard =
  (change: (board: Board, sample: Sample) => void) =>
  (sample: Sample): Uint8Array => {
    const board = sample.board();
    change(board, sample);
    return writeBoard(board);
  };
const onEvent = (index: number, change: (event: EventModel, sample: Sample) => void) =>
  onBoard(({ events }, sample) => change(events[index]!, sample));
const onEntries =
  (change: (entries: RawEntry[]) => RawEntry[]) =>
  (sample: Sample): Uint8Array => {
    const board = sample.board();
    return writeArchive(change(entriesOf(board)), board.time);
  };
const onBytes =
  (change: (bytes: Uint8Array) => Uint8Array) =>
  (sample: Sample): Uint8Array =>
    change(writeBoard(sample.board()));
const onSetup = (change: (parts: { election: string; trustees: string; roll: string }) => object) =>
  onBoard(({ events }, { election, trustees, roll }) => {
    const parts = {
      election,
      trustees: JSON.stringify(trustees),
      roll: JSON.stringify(roll),
    };
    const changed = { ...parts, ...change(parts) };
    events[SETUP]!.data = setupData(changed.election, changed.trustees, changed.roll);
  });
type Group = {
  threshold: number;
  certs: { message: string; signature: { challenge: string; response: string } }[];
  coefexps: { message: string; signature: { challenge: string; response: string } }[];
  signatures: { challenge: string; response: string }[];
  verification_keys: { public_key: string; signature?: unknown }[];
};
const onTrustees = (change: (list: [string, Record<string, unknown>][], group: Group) => void) =>
  onSetup(({ trustees }) => {
    const list = JSON.parse(trustees) as [string, Record<string, unknown>][];
    change(list, list[1]![1] as unknown as Group);
    return { trustees: JSON.stringify(list) };
  });
const onRoll = (change: (roll: string[]) => string[]) =>
  onSetup(({ roll }) => ({ roll: JSON.stringify(change(JSON.parse(roll) as string[])) }));
/** The first ballot, changed as text. */
const onText = (change: (text: string) => string) =>
  onEvent(BALLOT, (event) => (event.data = event.data.map(change)));
/** The first ballot, changed and signed again. */
const onBallot = (change: Parameters<typeof signAgain>[2]) =>
  onEvent(BALLOT, (event, { ballots, credentials }) => {
    event.data = [signAgain(ballots[0]!, credentials[0]!, change)];
  });
/** Another number modulo q. */
const next = (text: string): string => ((BigInt(text) + 1n) % ORDER).toString();
const swap = <T>(list: T[], i: number, j: number): void => {
  [list[i], list[j]] = [list[j]!, list[i]!];
};
const withByte = (bytes: Uint8Array, at: number, value: number): Uint8Array => {
  const copy = bytes.slice();
  copy[at] = value;
  return copy;
};
const join = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((p) => [...p]));
const onShare = (index: number, change: (text: string) => string) =>
  onEvent(SHARE + index, (event, { shares }) => {
    const [owner, text] = shares[index]!;
    event.data = shareData(change(text), owner);
  });
type Share = { decryption_factors: string[][]; decryption_proofs: { response: string }[][] };
const parsedShare = (change: (share: Share) => void) => (text: string) => {
  const share = JSON.parse(text) as Share;
  change(share);
  return JSON.stringify(share);
};

const file: Tampering[] = [
  { name: 'nothing in the file', code: 'archive-truncated', make: () => new Uint8Array() },
  {
    name: 'the end cut off',
    code: 'archive-truncated',
    make: onBytes((bytes) => bytes.slice(0, -100)),
  },
  {
    name: 'cut inside a header',
    code: 'archive-truncated',
    make: onBytes((bytes) => bytes.slice(0, 1024 + 99)),
  },
  {
    name: 'empty blocks at the end, as tar writes them',
    code: 'archive-header',
    make: onBytes((bytes) => join(bytes, new Uint8Array(1024))),
  },
  {
    name: 'another mode in a header',
    code: 'archive-header',
    make: onBytes((bytes) => withByte(bytes, 104, 0x37)),
  },
  {
    name: 'the magic of later tar forms',
    code: 'archive-header',
    make: onBytes((bytes) => withByte(bytes, 257, 0x75)),
  },
  {
    name: 'another file altogether',
    code: 'archive-header',
    make: () => utf8('%PDF-1.7\n'.repeat(200)),
  },
  {
    name: 'something in the padding',
    code: 'archive-padding',
    make: onBytes((bytes) => withByte(bytes, 1023, 1)),
  },
  {
    name: 'an entry of another time',
    code: 'archive-time',
    make: onEntries((entries) => entries.map((one, i) => (i === 3 ? { ...one, time: 1 } : one))),
  },
  {
    name: 'a time unlike that of its own header',
    code: 'archive-time',
    make: onEntries((entries) => [
      { ...entries[0]!, bytes: utf8('{"version":1,"timestamp":"5"}') },
      ...entries.slice(1),
    ]),
  },
  {
    name: 'version 2 of archives',
    code: 'archive-belenios',
    make: onEntries((entries) => [
      { ...entries[0]!, bytes: utf8('{"version":2,"timestamp":"1669255200"}') },
      ...entries.slice(1),
    ]),
  },
  {
    name: 'a time as a number',
    code: 'archive-belenios',
    make: onEntries((entries) => [
      { ...entries[0]!, bytes: utf8('{"version":1,"timestamp":1669255200}') },
      ...entries.slice(1),
    ]),
  },
  {
    name: 'no first entry',
    code: 'archive-belenios',
    make: onEntries((entries) => entries.slice(1)),
  },
  {
    name: 'an entry said to be huge',
    code: 'archive-large',
    make: onBytes((bytes) => join(bytes, headerOf('huge', 2 ** 28 + 1, 1669255200))),
  },
];

const chain: Tampering[] = [
  {
    name: 'a changed byte under its old name',
    code: 'entry-name',
    make: onEntries((entries) =>
      entries.map((one, i) =>
        i === 6 ? { ...one, bytes: withByte(one.bytes, one.bytes.length - 5, 0x30) } : one,
      ),
    ),
  },
  {
    name: 'a name with another ending',
    code: 'entry-name',
    make: onEntries((entries) =>
      entries.map((one, i) => (i === 6 ? { ...one, name: one.name.replace('data', 'Data') } : one)),
    ),
  },
  {
    name: 'a space in an event',
    code: 'event-form',
    make: onEvent(END, (event) => (event.spell = (text) => text.replace('{', '{ '))),
  },
  {
    name: 'a field more in an event',
    code: 'event-form',
    make: onEvent(END, (event) => (event.spell = (text) => text.replace(/}$/, ',"note":"x"}'))),
  },
  {
    name: 'a height left out',
    code: 'event-height',
    make: onEvent(END, (event) => (event.height = 6)),
  },
  {
    name: 'a ballot cut out, the rest as it was',
    code: 'event-height',
    make: onEntries((entries) => [...entries.slice(0, 8), ...entries.slice(10)]),
  },
  {
    name: 'two events exchanged',
    code: 'event-height',
    make: onEntries((entries) => [
      ...entries.slice(0, 6),
      ...entries.slice(8, 10),
      ...entries.slice(6, 8),
      ...entries.slice(10),
    ]),
  },
  {
    name: 'no parent',
    code: 'event-parent',
    make: onEvent(BALLOT, (event) => (event.parent = null)),
  },
  {
    name: 'another parent',
    code: 'event-parent',
    make: onEvent(END, (event) => (event.parent = '0'.repeat(64))),
  },
  {
    name: 'a parent of the first event',
    code: 'event-parent',
    make: onEvent(SETUP, (event) => (event.parent = '0'.repeat(64))),
  },
  {
    name: 'a kind nobody knows',
    code: 'event-kind',
    make: onEvent(END, (event) => (event.kind = 'Shuffle')),
  },
  {
    name: 'a ballot after the end',
    code: 'event-order',
    make: onBoard(({ events }) => swap(events, END, END - 1)),
  },
  {
    name: 'no end of the ballots',
    code: 'event-order',
    make: onBoard(({ events }) => void events.splice(END, 1)),
  },
  {
    name: 'a result without shares',
    code: 'event-order',
    make: onBoard(({ events }) => void events.splice(SHARE, 3)),
  },
  {
    name: 'two results',
    code: 'event-order',
    make: onBoard(({ events }) => void events.push({ ...events[RESULT]! })),
  },
  {
    name: 'two setups',
    code: 'event-order',
    make: onBoard(({ events }) => void events.splice(1, 0, { ...events[SETUP]! })),
  },
  {
    name: 'a ballot before the setup',
    code: 'event-order',
    make: onBoard(({ events }) => swap(events, SETUP, BALLOT)),
  },
  {
    name: 'an event that refers to nothing',
    code: 'event-payload',
    make: onEvent(BALLOT, (event) => (event.payload = null)),
  },
  {
    name: 'an event that refers to something else',
    code: 'event-payload',
    make: onEvent(BALLOT, (event) => (event.payload = '0'.repeat(64))),
  },
  {
    name: 'two ballots in one event',
    code: 'event-data',
    make: onEvent(BALLOT, (event, { ballots }) => void event.data.unshift(ballots[2]!)),
  },
  {
    name: 'data before the end of the ballots',
    code: 'event-data',
    make: onEvent(END, (event) => void event.data.push('{}')),
  },
  {
    name: 'data that belong to nothing',
    code: 'data-stray',
    make: onEntries((entries) => [...entries, entries[6]!]),
  },
  {
    name: 'more data than any event has',
    code: 'data-stray',
    make: onEvent(SETUP, (event) => void event.data.unshift('1', '2')),
  },
  {
    name: 'no events',
    code: 'no-setup',
    make: onBoard((board) => (board.events = [])),
  },
];

const setup: Tampering[] = [
  {
    name: 'a field more in the setup',
    code: 'setup-form',
    make: onEvent(SETUP, ({ data }) => (data[3] = data[3]!.replace(/}$/, ',"x":"y"}'))),
  },
  {
    name: 'a setup that refers to something else',
    code: 'setup-reference',
    make: onEvent(SETUP, ({ data }) => swap(data, 1, 2)),
  },
  {
    name: 'an election with spaces',
    code: 'election-form',
    make: onSetup(({ election }) => ({ election: election.replace(',"name"', ', "name"') })),
  },
  {
    name: 'an election with a longer escape',
    code: 'election-form',
    make: onSetup(({ election }) => ({ election: election.replace('\\"', '\\u0022') })),
  },
  {
    name: 'another version of the protocol',
    code: 'election-form',
    make: onSetup(({ election }) => ({
      election: election.replace('"version":1', '"version":2'),
    })),
  },
  {
    name: 'another group',
    code: 'election-protocol',
    make: onSetup(({ election }) => ({ election: election.replace('Ed25519', 'RFC-3526-2048') })),
  },
  {
    name: 'a short identifier',
    code: 'election-id',
    make: onSetup(({ election }) => ({ election: election.replace('VerifyTest1111', 'Verify') })),
  },
  {
    name: 'more to choose than there is',
    code: 'election-question',
    make: onSetup(({ election }) => ({ election: election.replace('"max":2', '"max":4') })),
  },
  {
    name: 'a key that is not that of the trustees',
    code: 'election-key',
    make: onSetup(({ election, roll }) => ({
      election: election.replace(
        /"public_key":"[^"]*"/,
        `"public_key":"${(JSON.parse(roll) as string[])[0]!}"`,
      ),
    })),
  },
  ...[IDENTITY, ORDER_TWO, NO_POINT, UNREDUCED].map((point): Tampering => ({
    name: `a key that is ${point.slice(0, 4)}…${point.slice(-2)}`,
    code: 'election-point',
    make: onSetup(({ election }) => ({
      election: election.replace(/"public_key":"[^"]*"/, `"public_key":"${point}"`),
    })),
  })),
  {
    name: 'a trustee without possession',
    code: 'trustee-proof',
    make: onTrustees((list) => {
      const pok = list[0]![1]['pok'] as { response: string };
      pok.response = next(pok.response);
    }),
  },
  { name: 'no trustees', code: 'trustee-none', make: onSetup(() => ({ trustees: '[]' })) },
  {
    name: 'a trustee twice',
    code: 'trustee-repeated',
    make: onTrustees((list) => void list.push(list[0]!)),
  },
  {
    name: 'trustees who cancel each other',
    code: 'trustee-cancelled',
    make: onSetup(() => ({
      trustees: JSON.stringify([
        ['Single', publishKey(5n, random)],
        ['Single', publishKey(ORDER - 5n, random)],
      ]),
    })),
  },
  {
    name: "a trustee's key outside the group",
    code: 'trustee-point',
    make: onTrustees((list) => (list[0]![1]['public_key'] = ORDER_TWO)),
  },
  {
    name: 'a leading zero in a proof of possession',
    code: 'trustee-form',
    make: onSetup(({ trustees }) => ({
      trustees: trustees.replace('"response":"', '"response":"0'),
    })),
  },
  {
    name: 'a certificate with a wrong signature',
    code: 'threshold-certificate',
    make: onTrustees((_, { certs }) => {
      certs[1]!.signature.response = next(certs[1]!.signature.response);
    }),
  },
  {
    name: 'certificates exchanged',
    code: 'threshold-certificate',
    make: onTrustees((_, { certs }) => swap(certs, 0, 1)),
  },
  {
    name: 'coefficients with a wrong signature',
    code: 'threshold-polynomial',
    make: onTrustees((_, { coefexps }) => {
      coefexps[2]!.signature.challenge = next(coefexps[2]!.signature.challenge);
    }),
  },
  {
    name: 'a wrong signature of everything',
    code: 'threshold-polynomial',
    make: onTrustees((_, { signatures }) => swap(signatures, 0, 1)),
  },
  {
    name: 'a signature of a single trustee',
    code: 'trustee-form',
    make: onTrustees((list) => {
      const { pok, public_key } = list[0]![1];
      list[0]![1] = { pok, public_key, signature: pok };
    }),
  },
  {
    name: 'verification keys exchanged',
    code: 'threshold-key',
    make: onTrustees((_, group) => swap(group.verification_keys, 0, 2)),
  },
  {
    name: 'a verification key that is not signed',
    code: 'threshold-key',
    make: onTrustees((_, group) => delete group.verification_keys[1]!.signature),
  },
  {
    name: 'a threshold above the size',
    code: 'threshold-shape',
    make: onTrustees((_, group) => (group.threshold = 4)),
  },
  {
    name: 'a member missing from one list',
    code: 'threshold-shape',
    make: onTrustees((_, group) => void group.signatures.pop()),
  },
  {
    name: 'a threshold of zero',
    code: 'threshold-shape',
    make: onTrustees((_, group) => (group.threshold = 0)),
  },
  {
    name: 'a roll that is not sorted',
    code: 'roll-order',
    make: onRoll((roll) => [roll[1]!, roll[0]!, roll[2]!]),
  },
  {
    name: 'a voter twice',
    code: 'roll-repeated',
    make: onRoll((roll) => [roll[0]!, ...roll]),
  },
  {
    name: 'a voter in capitals',
    code: 'roll-point',
    make: onRoll((roll) => [...roll.slice(0, 2), roll[2]!.toUpperCase()]),
  },
  {
    name: 'a voter outside the group',
    code: 'roll-point',
    make: onRoll((roll) => [...roll, ORDER_TWO]),
  },
  {
    name: 'a voter who outweighs all',
    code: 'roll-weight',
    make: onRoll((roll) => roll.map((one) => `${one},${2 ** 37}`)),
  },
  {
    name: 'weights for some voters only',
    code: 'roll-form',
    make: onRoll((roll) => [`${roll[0]!},1`, ...roll.slice(1)]),
  },
  {
    name: 'a weight with a leading zero',
    code: 'roll-form',
    make: onRoll((roll) => [`${roll[0]!},02`, ...roll.slice(1)]),
  },
];

const ballots: Tampering[] = [
  { name: 'a newline after a ballot', code: 'ballot-form', make: onText((text) => `${text}\n`) },
  {
    name: 'a leading zero in a response',
    code: 'ballot-form',
    make: onText((text) => text.replace('"response":"', '"response":"0')),
  },
  {
    name: 'capital digits',
    code: 'ballot-form',
    make: onText((text) => text.replace(/"beta":"[^"]*"/, (found) => found.toUpperCase())),
  },
  {
    name: 'q added to a challenge',
    code: 'ballot-form',
    make: onText((text) =>
      text.replace(
        /"challenge":"(\d+)"/,
        (_, c: string) => `"challenge":"${(BigInt(c) + ORDER).toString()}"`,
      ),
    ),
  },
  {
    name: 'a field more in a ballot',
    code: 'ballot-form',
    make: onText((text) => text.replace(/}$/, ',"note":""}')),
  },
  {
    name: 'a blank proof said to be null',
    code: 'ballot-form',
    make: onText((text) => text.replace(']},{"choices"', '],"blank_proof":null},{"choices"')),
  },
  {
    name: 'fields in another order',
    code: 'ballot-form',
    make: onText((text) =>
      text.replace(/("election_uuid":"[^"]*"),("election_hash":"[^"]*")/, '$2,$1'),
    ),
  },
  {
    name: 'a ballot twice',
    code: 'ballot-replayed',
    make: onEvent(BALLOT + 2, (event, sample) => (event.data = [sample.ballots[1]!])),
  },
  {
    name: 'a ballot for another election',
    code: 'ballot-election',
    make: onText((text) => text.replace(/"election_hash":"./, '"election_hash":"A')),
  },
  {
    name: 'a contest left out',
    code: 'ballot-shape',
    make: onBallot((body) => void body.answers.pop()),
  },
  {
    name: 'a branch more',
    code: 'ballot-shape',
    make: onBallot(({ answers }) => answers[0]!.overall_proof.push(answers[0]!.overall_proof[0]!)),
  },
  {
    name: 'a stranger',
    code: 'ballot-credential',
    make: onEvent(BALLOT, (event, { ballots: [first], stranger }) => {
      event.data = [signAgain(first!, stranger, (body) => (body.credential = stranger.publicKey))];
    }),
  },
  {
    name: 'another signature',
    code: 'ballot-signature',
    make: onEvent(BALLOT, (event, sample) => {
      const body = JSON.parse(sample.ballots[0]!) as {
        signature: { proof: { response: string } };
      };
      body.signature.proof.response = next(body.signature.proof.response);
      event.data = [JSON.stringify(body)];
    }),
  },
  {
    name: 'choices exchanged under the old signature',
    code: 'ballot-signature',
    make: onEvent(BALLOT, (event, sample) => {
      const body = JSON.parse(sample.ballots[0]!) as { answers: { choices: unknown[] }[] };
      swap(body.answers[0]!.choices, 0, 1);
      event.data = [JSON.stringify(body)];
    }),
  },
  {
    name: "a ballot signed by another voter's slip",
    code: 'ballot-signature',
    make: onEvent(BALLOT, (event, sample) => {
      event.data = [signAgain(sample.ballots[0]!, sample.credentials[1]!, () => {})];
    }),
  },
  ...[IDENTITY, ORDER_TWO, NO_POINT, UNREDUCED].map((point): Tampering => ({
    name: `a ciphertext with ${point.slice(0, 4)}…${point.slice(-2)}`,
    code: 'ballot-point',
    make: onBallot(({ answers }) => (answers[1]!.choices[2]!.alpha = point)),
  })),
  {
    name: 'a choice that is not proved',
    code: 'ballot-choice',
    make: onBallot(({ answers }) => {
      const proof = answers[0]!.individual_proofs[1]![0]!;
      proof.response = next(proof.response);
    }),
  },
  {
    name: 'choices exchanged and signed again',
    code: 'ballot-choice',
    make: onBallot(({ answers }) => swap(answers[0]!.choices, 0, 1)),
  },
  {
    name: 'challenges moved between branches',
    code: 'ballot-choice',
    make: onBallot(({ answers }) => {
      const [a, b] = answers[0]!.individual_proofs[0]!;
      [a!.challenge, b!.challenge] = [b!.challenge, a!.challenge];
    }),
  },
  {
    name: 'a number of choices that is not proved',
    code: 'ballot-bounds',
    make: onBallot(({ answers }) => {
      const proof = answers[0]!.overall_proof[1]!;
      proof.challenge = next(proof.challenge);
    }),
  },
  {
    name: 'a number of choices that is not proved, with blank',
    code: 'ballot-bounds',
    make: onBallot(({ answers }) => {
      const proof = answers[1]!.overall_proof[0]!;
      proof.response = next(proof.response);
    }),
  },
  {
    name: 'a blank that is not proved',
    code: 'ballot-blank',
    make: onBallot(({ answers }) => {
      const proof = answers[1]!.blank_proof![0]!;
      proof.response = next(proof.response);
    }),
  },
];

const tally: Tampering[] = [
  {
    name: 'a replaced ballot counted',
    code: 'tally-product',
    make: onEvent(TALLY, (event, sample) => {
      event.data = tallyData(tallyOf(sample.ballots), 3, 3);
    }),
  },
  {
    name: 'a ballot not counted',
    code: 'tally-product',
    make: onEvent(TALLY, (event, sample) => {
      event.data = tallyData(tallyOf(sample.ballots.slice(2)), 3, 3);
    }),
  },
  {
    name: 'a ballot counted that is not there',
    code: 'tally-counts',
    make: onEvent(TALLY, (event, sample) => (event.data = tallyData(sample.tally, 4, 3))),
  },
  {
    name: 'another weight',
    code: 'tally-counts',
    make: onEvent(TALLY, (event, sample) => (event.data = tallyData(sample.tally, 3, 4))),
  },
  {
    name: 'counts of another tally',
    code: 'tally-counts',
    make: onEvent(
      TALLY,
      ({ data }) => (data[1] = data[1]!.replace(/[0-9a-f]{64}/, '0'.repeat(64))),
    ),
  },
  {
    name: 'a space in an owner',
    code: 'owned-form',
    make: onEvent(SHARE, ({ data }) => (data[1] = data[1]!.replace(':1', ': 1'))),
  },
  {
    name: 'an owner of another share',
    code: 'owned-reference',
    make: onEvent(
      SHARE,
      ({ data }) => (data[1] = data[1]!.replace(/[0-9a-f]{64}/, '0'.repeat(64))),
    ),
  },
  ...[0, 5].map((owner): Tampering => ({
    name: `a share of trustee ${owner}`,
    code: 'share-owner',
    make: onEvent(SHARE, (event, { shares }) => (event.data = shareData(shares[0]![1], owner))),
  })),
  {
    name: 'a share under another name',
    code: 'share-proof',
    make: onEvent(SHARE, (event, { shares }) => (event.data = shareData(shares[0]![1], 3))),
  },
  {
    name: 'a share twice',
    code: 'data-repeated',
    make: onBoard(({ events }) => void events.splice(SHARE, 0, { ...events[SHARE]! })),
  },
  {
    name: 'another share of the same trustee',
    code: 'share-repeated',
    make: onBoard(({ events }, { shares, again }) => {
      events.splice(SHARE, 0, { kind: 'PartialDecryption', data: shareData(again, shares[0]![0]) });
    }),
  },
  {
    name: 'an entry larger than any ballot of this election',
    code: 'archive-large',
    make: onEvent(BALLOT, (event) => (event.data = [' '.repeat(100_000)])),
  },
  {
    name: 'a share that is not JSON of its kind',
    code: 'share-form',
    make: onShare(0, (text) => `${text} `),
  },
  {
    name: 'a share with a factor too few',
    code: 'share-shape',
    make: onShare(
      1,
      parsedShare((share) => void share.decryption_factors[0]!.pop()),
    ),
  },
  {
    name: 'a share with a wrong proof',
    code: 'share-proof',
    make: onShare(
      2,
      parsedShare((share) => {
        const proof = share.decryption_proofs[1]![3]!;
        proof.response = next(proof.response);
      }),
    ),
  },
  {
    name: 'a share with factors exchanged',
    code: 'share-proof',
    make: onShare(
      1,
      parsedShare((share) => swap(share.decryption_factors[0]!, 0, 1)),
    ),
  },
  {
    name: 'a share with a factor outside the group',
    code: 'share-point',
    make: onShare(
      1,
      parsedShare((share) => (share.decryption_factors[0]![0] = ORDER_TWO)),
    ),
  },
  {
    name: 'the single trustee missing',
    code: 'share-missing',
    make: onBoard(({ events }) => void events.splice(SHARE, 1)),
  },
  {
    name: 'a share too few of the group',
    code: 'share-missing',
    make: onBoard(({ events }) => void events.splice(SHARE + 1, 1)),
  },
  {
    name: 'another result',
    code: 'result-sums',
    make: onEvent(RESULT, (event) => {
      event.data = [JSON.stringify({ result: [[2, 0, 0], SUMS[1]] })];
    }),
  },
  {
    name: 'a contest more in the result',
    code: 'result-shape',
    make: onEvent(RESULT, (event) => {
      event.data = [JSON.stringify({ result: [...SUMS, [0]] })];
    }),
  },
  {
    name: 'a result with a space',
    code: 'result-form',
    make: onEvent(RESULT, ({ data }) => (data[0] = data[0]!.replace(',', ', '))),
  },
];

/** All of them. */
export const TAMPERINGS: readonly Tampering[] = [...file, ...chain, ...setup, ...ballots, ...tally];
