import { describe, expect, it } from 'vitest';
import { sourceOf, sourceOfFile } from './archive.ts';
import { signAgain } from './testing/sample.ts';
import { setupData, shareData, tallyData, writeBoard, type Board } from './testing/board.ts';
import { makeSample, SUMS, tallyOf } from './testing/sample.ts';
import { TAMPERINGS } from './testing/tampering.ts';
import { verifyArchive, type Progress } from './verify.ts';
import { ownWork, type BallotWork } from './work.ts';

const sample = makeSample();
const verify = (bytes: Uint8Array, options = {}) =>
  verifyArchive(sourceOf(bytes), { work: ownWork(), ...options });

async function accepted(board: Board, options = {}) {
  const verdict = await verify(writeBoard(board), options);
  if (!verdict.ok) throw new Error(JSON.stringify(verdict.fault));
  return verdict.verified;
}

describe('a good archive', () => {
  it('says what was voted, by how many, and who opened it', async () => {
    const found = await accepted(sample.board());
    expect(found).toMatchObject({
      name: '第一片区 镇',
      description: '核验测试\u007f',
      voters: 3,
      ballots: 3,
      revotes: 1,
      weight: 3,
      closed: true,
      sums: SUMS,
      shares: [1, 2, 4],
    });
    expect(found.groups.map(({ threshold, members }) => [threshold, members.length])).toEqual([
      [null, 1],
      [2, 3],
    ]);
    expect(found.groups[0]!.members[0]!.name).toBe('监票人甲');
    expect(found.events).toHaveLength(11);
    expect(found.trackers).toHaveLength(3);
    expect(found.replaced).toHaveLength(1);
  });

  it('may stop after any event', async () => {
    const board = sample.board();
    for (let length = 1; length < board.events.length; length++) {
      const found = await accepted({ ...board, events: board.events.slice(0, length) });
      expect(found.sums).toBeNull();
      expect(found.closed).toBe(length > 5);
      expect(found.events).toHaveLength(length);
    }
  });

  it('may say that there are no shuffles', async () => {
    const board = sample.board();
    board.events.splice(7, 0, { kind: 'EndShuffles', data: [] });
    expect((await accepted(board)).sums).toEqual(SUMS);
  });

  it('may carry more shares than are needed', async () => {
    const board = sample.board();
    // Owner 4 before owner 2: the order of the shares is free.
    [board.events[8], board.events[9]] = [board.events[9]!, board.events[8]!];
    expect((await accepted(board)).sums).toEqual(SUMS);
  });

  it('may have no ballots: the sums are the identity and decrypt to nothing', async () => {
    const board = sample.board();
    const neutral = { alpha: '0'.repeat(63) + '1', beta: '0'.repeat(63) + '1' };
    const tally = JSON.stringify([3, 4].map((bits) => Array.from({ length: bits }, () => neutral)));
    board.events = [
      board.events[0]!,
      board.events[5]!,
      { kind: 'EncryptedTally', data: tallyData(tally, 0, 0) },
    ];
    expect(await accepted(board)).toMatchObject({ ballots: 0, closed: true, sums: null });
  });

  it('counts ballots as often as the roll says', async () => {
    const { credentials, roll, election, trustees, ballots } = sample;
    const heavy = credentials[0]!.publicKey;
    const weighted = roll.map((one) => (one === heavy ? `${one},3` : `${one},1`));
    const board = sample.board();
    board.events[0]!.data = setupData(election, JSON.stringify(trustees), JSON.stringify(weighted));
    // The second ballot of the heavy voter counts three times, the first one not at all.
    const tally = tallyOf([ballots[1]!, ballots[2]!, ballots[3]!, ballots[3]!, ballots[3]!]);
    board.events = [
      ...board.events.slice(0, 6),
      { kind: 'EncryptedTally', data: tallyData(tally, 3, 5) },
    ];
    expect(await accepted(board)).toMatchObject({ ballots: 3, weight: 5 });
  });

  it('is accepted with a roll in any order only where that is asked for', async () => {
    const { roll, election, trustees } = sample;
    const board = sample.board();
    const other = JSON.stringify([roll[2], roll[0], roll[1]]);
    board.events[0]!.data = setupData(election, JSON.stringify(trustees), other);
    expect((await verify(writeBoard(board))).ok).toBe(false);
    expect((await accepted(board, { acceptUnsortedRoll: true })).sums).toEqual(SUMS);
  });

  it('is read from a file in pieces, with progress', async () => {
    const bytes = writeBoard(sample.board());
    const seen: Progress[] = [];
    const file = new Blob([bytes as Uint8Array<ArrayBuffer>]);
    const verdict = await verifyArchive(sourceOfFile(file), {
      work: ownWork(),
      onProgress: (progress) => seen.push(progress),
    });
    expect(verdict.ok).toBe(true);
    expect(seen.at(-1)).toMatchObject({ size: bytes.length, ballots: 4 });
  });
});

describe('a tampered archive is refused for the right reason', () => {
  it.each(TAMPERINGS.map((one) => [one.name, one] as const))('%s', async (_, { code, make }) => {
    const verdict = await verify(make(sample));
    expect(verdict.ok ? 'accepted' : verdict.fault.code).toBe(code);
  });

  it('names the event and the entry', async () => {
    const board = sample.board();
    board.events[3]!.data = [sample.ballots[1]!];
    const verdict = await verify(writeBoard(board));
    expect(verdict).toMatchObject({ ok: false, fault: { code: 'ballot-replayed', height: 3 } });
    expect(!verdict.ok && verdict.fault.entry).toMatch(/^[0-9a-f]{64}\.data\.json$/);
  });

  it('with the first fault, however the ballots are shared out', async () => {
    const board = sample.board();
    const spoil = (text: string, voter: number) =>
      signAgain(text, sample.credentials[voter]!, ({ answers }) => {
        answers[0]!.choices[0]!.alpha = '0'.repeat(63) + '2';
      });
    board.events[2]!.data = [spoil(sample.ballots[1]!, 1)];
    board.events[3]!.data = [sample.ballots[0]!];
    board.events[4]!.data = [spoil(sample.ballots[3]!, 0)];
    const bytes = writeBoard(board);
    /** Answers late, and the later the earlier it was asked. */
    const slow = (): BallotWork => {
      const own = ownWork();
      let delay = 40;
      return {
        parallel: 8,
        open: (...args) => own.open(...args),
        check: (ballots) =>
          new Promise((done) => setTimeout(() => void own.check(ballots).then(done), (delay -= 8))),
      };
    };
    for (const work of [ownWork(), slow()]) {
      const verdict = await verify(bytes, { work });
      expect(verdict).toMatchObject({ ok: false, fault: { code: 'ballot-point', height: 2 } });
    }
  });

  it('and a broken worker is no verdict', async () => {
    const work: BallotWork = {
      parallel: 1,
      open: () => {},
      check: () => Promise.reject(new Error('out of memory')),
    };
    await expect(verify(writeBoard(sample.board()), { work })).rejects.toThrow('out of memory');
  });
});

it('shares of the wrong election prove nothing', async () => {
  const board = sample.board();
  const [owner, share] = sample.shares[1]!;
  board.events[7]!.data = shareData(share, owner - 1);
  expect(await verify(writeBoard(board))).toMatchObject({ fault: { code: 'share-proof' } });
});
