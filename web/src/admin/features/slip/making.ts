/**
 * The credential authority's work, in the page: codes for paper, public credentials for the
 * server. The codes exist here and on paper only; nothing of them is stored or sent.
 */
import type { CredentialRequest, CredentialUpload } from '@/shared/api';
import { deriveCredential, generateCode } from '@/crypto/credential';
import { systemRandom, type RandomBytes } from '@/crypto/random';

/** One physical box: the codes to print, and what is published about them. */
export interface MadeGroup {
  code: string;
  label: string;
  /** Codes to shuffle into the box. */
  slips: string[];
  /** Codes kept aside in an envelope. */
  spares: string[];
  elections: { id: string; public_credentials: string[] }[];
}

/** How many derivations a request needs, for showing progress. */
export function effort(request: CredentialRequest): number {
  return request.groups.reduce(
    (sum, group) => sum + (group.entitled + group.spares) * group.elections.length,
    0,
  );
}

/**
 * Makes all slips of a request.
 *
 * Public credentials are sorted, so their order on the roll says nothing about the order of the
 * slips; a code's credentials in two elections have nothing in common that could be seen.
 * `pause` is awaited between slips, so that the page can show how far it is.
 */
export async function makeSlips(
  request: CredentialRequest,
  options: {
    random?: RandomBytes;
    progress?: (done: number) => void;
    pause?: () => Promise<void>;
  } = {},
): Promise<MadeGroup[]> {
  const random = options.random ?? systemRandom;
  let done = 0;
  const made: MadeGroup[] = [];
  for (const group of request.groups) {
    const codes = Array.from({ length: group.entitled + group.spares }, () => generateCode(random));
    const elections = group.elections.map((id) => ({ id, public_credentials: [] as string[] }));
    for (const code of codes) {
      for (const election of elections) {
        election.public_credentials.push(deriveCredential(code, election.id).publicKey);
        done += 1;
      }
      options.progress?.(done);
      await options.pause?.();
    }
    for (const election of elections) election.public_credentials.sort();
    made.push({
      code: group.code,
      label: group.label,
      slips: codes.slice(0, group.entitled),
      spares: codes.slice(group.entitled),
      elections,
    });
  }
  return made;
}

/** What leaves the page: counts and public credentials, no code. */
export function publicPart(groups: readonly MadeGroup[]): CredentialUpload {
  return {
    groups: groups.map(({ code, slips, spares, elections }) => ({
      code,
      printed: slips.length,
      spares: spares.length,
      elections,
    })),
  };
}
