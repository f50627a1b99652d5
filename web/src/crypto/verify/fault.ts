/**
 * What can be wrong with an archive. The codes are those of the server's verifier
 * (`pingyi verify --json`); the sentences are the page's matter.
 */
import type { PointFault } from './curve.ts';

/** Stable code of a fault. */
export type FaultCode =
  // The file.
  | 'archive-truncated'
  | 'archive-header'
  | 'archive-belenios'
  | 'archive-time'
  | 'archive-large'
  | 'archive-padding'
  // The chain of events.
  | 'entry-name'
  | 'event-form'
  | 'event-parent'
  | 'event-height'
  | 'event-order'
  | 'event-kind'
  | 'event-payload'
  | 'event-data'
  | 'data-stray'
  | 'no-setup'
  | 'setup-form'
  | 'setup-reference'
  // Documents.
  | 'data-repeated'
  | 'election-form'
  | 'election-point'
  | 'election-id'
  | 'election-protocol'
  | 'election-question'
  | 'election-key'
  | 'roll-form'
  | 'roll-point'
  | 'roll-repeated'
  | 'roll-weight'
  | 'roll-order'
  | 'trustee-form'
  | 'trustee-point'
  | 'trustee-proof'
  | 'trustee-none'
  | 'trustee-repeated'
  | 'trustee-cancelled'
  | 'threshold-point'
  | 'threshold-certificate'
  | 'threshold-polynomial'
  | 'threshold-key'
  | 'threshold-shape'
  // Ballots.
  | 'ballot-replayed'
  | 'ballot-form'
  | 'ballot-election'
  | 'ballot-shape'
  | 'ballot-credential'
  | 'ballot-signature'
  | 'ballot-point'
  | 'ballot-choice'
  | 'ballot-bounds'
  | 'ballot-blank'
  // The tally.
  | 'tally-product'
  | 'tally-counts'
  | 'owned-form'
  | 'owned-reference'
  | 'share-form'
  | 'share-point'
  | 'share-shape'
  | 'share-proof'
  | 'share-owner'
  | 'share-repeated'
  | 'share-missing'
  | 'result-form'
  | 'result-shape'
  | 'result-sums';

/** Where in a document; whatever applies. Questions, choices, members and trustees count from 1. */
export interface Detail {
  readonly document?: 'election' | 'roll' | 'trustees' | 'ballot' | 'decryption' | 'result';
  /** Offset of the first byte that does not fit. */
  readonly at?: number;
  readonly point?: PointFault;
  readonly question?: number;
  readonly choice?: number;
  readonly member?: number;
  readonly trustee?: number;
}

/** A fault without its place in the archive. */
export class Fault extends Error {
  override name = 'Fault';
  constructor(
    readonly code: FaultCode,
    readonly detail: Detail = {},
  ) {
    super(code);
  }

  /** The same fault in an entry of the archive. */
  at(entry: string, height: number | null): FoundFault {
    return { code: this.code, detail: this.detail, entry, height };
  }
}

/** The first thing wrong with an archive. */
export interface FoundFault {
  readonly code: FaultCode;
  readonly detail: Detail;
  /** Name of the entry; empty when it is none in particular. */
  readonly entry: string;
  /** Height of the event it belongs to. */
  readonly height: number | null;
}
