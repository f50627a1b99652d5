/** Why a step of the key ceremony was not taken. `member` counts from 1. */
export type CeremonyReason =
  /** The certificates are not those of one ceremony: a context, a key or a signature is wrong. */
  | 'certificate_invalid'
  /** Coefficients or a signature of a member are wrong. */
  | 'polynomial_invalid'
  /** The share a member sent does not fit the coefficients it published. */
  | 'share_wrong'
  /** A sealed message was changed on its way or is not for this seed. */
  | 'message_unreadable'
  /** A sealed message was addressed to somebody else. */
  | 'wrong_recipient'
  /** A sealed message was not signed by the member it is said to come from. */
  | 'wrong_signature'
  /** The own certificate among the others' is not the one of this seed. */
  | 'not_my_certificate'
  /** A decryption key that does not fit what was published of it. */
  | 'key_wrong'
  /** Something is not spelt as the specification says. */
  | 'malformed';

/** A step of the key ceremony cannot be taken: which check failed, and whose message it was. */
export class CeremonyFault extends Error {
  override name = 'CeremonyFault';
  readonly reason: CeremonyReason;
  /** The member whose message is wrong, from 1; null where it cannot be said. */
  readonly member: number | null;
  constructor(reason: CeremonyReason, member: number | null = null) {
    super(member === null ? reason : `${reason}: member ${member}`);
    this.reason = reason;
    this.member = member;
  }
}
