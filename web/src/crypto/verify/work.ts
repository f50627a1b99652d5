/**
 * Who checks ballots: this thread, or several workers. What passes between them is plain data.
 */
import { BallotChecker } from './ballot.ts';
import type { Point } from './curve.ts';
import { readElection } from './documents.ts';
import { Fault, type Detail, type FaultCode } from './fault.ts';
import { multiply, ONE } from './field.ts';

/** What checking a ballot gives: what it says in public, or the first fault. */
export type Outcome =
  | { readonly credential: string; readonly tracker: string; readonly coordinates: Float64Array }
  | { readonly code: FaultCode; readonly detail: Detail };

/** Somebody to check ballots. */
export interface BallotWork {
  /** How many ballots are checked at once. */
  readonly parallel: number;
  /** Begins an election, given as its checked bytes with the credentials of its roll. */
  open(election: Uint8Array, roll: readonly string[]): void;
  /** Checks ballots; outcomes come in the same order. */
  check(ballots: readonly Uint8Array[]): Promise<Outcome[]>;
}

/** Begins an election; answers what checks its ballots. */
export function openElection(
  election: Uint8Array,
  roll: readonly string[],
): (ballot: Uint8Array) => Outcome {
  // Weights are the matter of who counts.
  const checker = new BallotChecker(
    readElection(election),
    new Map(roll.map((credential) => [credential, 1])),
  );
  return (ballot) => {
    try {
      const { credential, tracker, points } = checker.check(ballot);
      return { credential, tracker, coordinates: coordinatesOf(points) };
    } catch (error) {
      if (error instanceof Fault) return { code: error.code, detail: error.detail };
      throw error;
    }
  };
}

/** This thread. */
export function ownWork(): BallotWork {
  let check: ((ballot: Uint8Array) => Outcome) | undefined;
  return {
    parallel: 1,
    open(election, roll) {
      check = openElection(election, roll);
    },
    check: (ballots) => Promise.resolve(ballots.map((ballot) => check!(ballot))),
  };
}

/** x and y of points just read, 24 limbs each. */
function coordinatesOf(points: readonly Point[]): Float64Array {
  const coordinates = new Float64Array(24 * points.length);
  points.forEach(({ X, Y }, i) => {
    coordinates.set(X, 24 * i);
    coordinates.set(Y, 24 * i + 12);
  });
  return coordinates;
}

/** The points again. */
export function pointsOf(coordinates: Float64Array): Point[] {
  return Array.from({ length: coordinates.length / 24 }, (_, i) => {
    const X = coordinates.subarray(24 * i, 24 * i + 12);
    const Y = coordinates.subarray(24 * i + 12, 24 * i + 24);
    const T = new Float64Array(12);
    multiply(T, X, Y);
    return { X, Y, Z: ONE, T };
  });
}
