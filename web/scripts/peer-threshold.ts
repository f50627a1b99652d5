// A key ceremony together with belenios-tool: three members, two of them the peer's, any two of
// whom open the box. Who opens it is one of each, and the peer accepts the whole archive. Exits 1
// at the first disagreement.
//
//   npm run test:peer
import { createHash } from 'node:crypto';
import { finish, prepare, type Answer } from '../src/crypto/ballot.ts';
import {
  contextOf,
  makeCertificate,
  readCertificates,
} from '../src/crypto/ceremony/certificate.ts';
import { inputFor } from '../src/crypto/ceremony/input.ts';
import {
  finishCeremony,
  makeOutput,
  privateKeyOf,
  readOutput,
} from '../src/crypto/ceremony/output.ts';
import { makePolynomial, readPolynomial } from '../src/crypto/ceremony/polynomial.ts';
import { generateSeed, keysOf, readSeed, type Seed } from '../src/crypto/ceremony/seed.ts';
import { deriveCredential } from '../src/crypto/credential.ts';
import { parseElection } from '../src/crypto/election.ts';
import { checkPartialDecryption, partialDecryption } from '../src/crypto/trustee.ts';
import { agree, Peer } from './peer-tool.ts';

const SIZE = 3;
const THRESHOLD = 2;
/** The member that is ours; the others are the peer's. */
const OURS = 2;
const GROUP = '--group Ed25519';
const CERTS = '--certs certs.jsons';
const question = { answers: ['优秀', '一般'], min: 0, max: 1, question: '郭城镇西古现村' };
const votes: Answer[][] = [[[0]], [[1]], [[0]]];
const counted = '[[2,1]]';

const peer = new Peer();
const run = (command: string, input = '') => peer.tool(command.split(' '), input);
const step = (n: number, options: string, input = '') =>
  run(`setup generate-trustee-key-threshold ${GROUP} --step ${n} ${options}`, input);
const lines = (texts: readonly string[]) => texts.join('\n') + '\n';

try {
  // 1: certificates.
  const names: string[] = [];
  const seeds: Seed[] = [];
  const certificateTexts: string[] = [];
  for (let i = 1; i <= SIZE; i++) {
    if (i === OURS) {
      seeds.push(generateSeed());
      certificateTexts.push(makeCertificate(seeds[i - 1]!, contextOf(SIZE, THRESHOLD, i)));
      names.push('ours');
    } else {
      const name = step(1, `--threshold-context ${i}/${THRESHOLD}/${SIZE}`)
        .trim()
        .split('\n')
        .at(-1)!;
      names.push(name);
      seeds.push(readSeed(peer.read(`${name}.key`))!);
      certificateTexts.push(peer.read(`${name}.cert`).trim());
      agree(
        `the keys that follow from the seed of member ${i}`,
        certificateTexts[i - 1]!.includes(keysOf(seeds[i - 1]!).encryption),
      );
    }
  }
  peer.write('certs.jsons', lines(certificateTexts));
  step(2, CERTS);
  const certificates = readCertificates(`[${certificateTexts.join(',')}]`, SIZE, THRESHOLD);
  agree('the certificates', true);

  // 3 and 4: polynomials, and who gets what of them.
  const polynomialTexts = names.map((name, at) =>
    at + 1 === OURS
      ? makePolynomial(seeds[at]!, certificates, OURS)
      : step(3, `${CERTS} --key ${name}.key`).trim(),
  );
  peer.write('polynomials.jsons', lines(polynomialTexts));
  const both = `${CERTS} --polynomials polynomials.jsons`;
  step(4, both);
  const polynomials = polynomialTexts.map((text, i) => readPolynomial(text, certificates, i + 1));
  agree('the polynomials', true);

  // 5: each member's key, checked by the others.
  const inputOf = (at: number) => inputFor(polynomials, at + 1);
  const outputTexts = names.map((name, at) => {
    if (at + 1 === OURS) return makeOutput(seeds[at]!, certificates, inputOf(at), OURS);
    agree(`what is sent to member ${at + 1}`, peer.read(`${name}.vinput`).trim() === inputOf(at));
    return step(5, `${CERTS} --key ${name}.key`, inputOf(at)).trim();
  });
  const outputs = outputTexts.map((text, i) => readOutput(text, certificates, i + 1));
  const keys = seeds.map((seed, i) => privateKeyOf(seed, certificates, outputTexts[i]!, i + 1));
  agree("the members' keys, the peer's read with our code too", keys.length === SIZE);

  // 6: the group, an election with it, and what two of three open.
  const { group } = finishCeremony(certificates, polynomials, outputs);
  const theirs = step(6, both, lines(outputTexts)).trim();
  agree('the threshold parameters', theirs === JSON.stringify(group));
  peer.write('threshold.json', theirs);
  peer.write('public_keys.jsons', '');
  const uuid = run('setup generate-token').trim();
  run(`setup generate-credentials --uuid ${uuid} ${GROUP} --count ${votes.length}`);
  const codes = Object.values(
    JSON.parse(peer.read(peer.named('.privcreds')[0]!)) as Record<string, string>,
  );
  peer.write('public_creds.json', peer.read(peer.named('.pubcreds')[0]!));
  run('setup make-trustees');
  peer.write(
    'template.json',
    JSON.stringify({
      description: '规则卡',
      name: '评议',
      questions: [question],
      administrator: 'a',
      credential_authority: 'b',
    }),
  );
  run(`setup make-election --uuid ${uuid} ${GROUP} --template template.json`);
  const election = parseElection(Buffer.from(peer.read('election.json').trimEnd()));
  run('archive init');
  for (const name of ['election.json', 'trustees.json', 'public_creds.json']) peer.remove(name);
  votes.forEach((answers, i) => {
    const credential = deriveCredential(codes[i]!, uuid);
    const ballot = new TextDecoder().decode(finish(prepare(election), credential, answers).bytes);
    run('archive add-event --type=Ballot', ballot + '\n');
  });
  run('archive add-event --type=EndBallots');
  const sized = run('election compute-encrypted-tally');
  run('archive add-event --type=EncryptedTally', sized);
  const tally: unknown = JSON.parse(sized.trim().split('\n')[0]!);

  const share = JSON.stringify(partialDecryption(election.fingerprint, keys[OURS - 1]!, tally));
  const payload = createHash('sha256').update(share).digest('hex');
  peer.tool(
    ['archive', 'add-event', '--type=PartialDecryption'],
    lines([share, JSON.stringify({ owner: OURS, payload })]),
  );
  const name = names[SIZE - 1]!;
  const decrypted = run(
    `election decrypt-threshold --key ${name}.key --decryption-key ${name}.dkey --trustee-id ${SIZE}`,
  );
  run('archive add-event --type=PartialDecryption', decrypted);
  agree(
    "the peer's share of opening",
    checkPartialDecryption(
      election.fingerprint,
      outputs[SIZE - 1]!.public_key.public_key,
      tally,
      JSON.parse(decrypted.trim().split('\n')[0]!),
    ),
  );
  const result = run('election compute-result');
  run('archive add-event --type=Result', result);
  const counts = (JSON.parse(result.trim().split('\n')[0]!) as { result: unknown }).result;
  agree(`the result ${counted}`, JSON.stringify(counts) === counted);
  run('election verify');
  agree('our share of opening and the whole archive, opened by two of three', true);
  const found = JSON.stringify(await peer.sums());
  agree("the whole archive in the browser's verifier", found === counted);
} finally {
  peer.close();
}
