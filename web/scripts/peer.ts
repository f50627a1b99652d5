// A whole election together with belenios-tool: its keys and ours, its ballots and ours, its
// decryptions and ours, in one archive it accepts. Exits 1 at the first disagreement.
//
//   npm run test:peer
import { createHash } from 'node:crypto';
import { finish, prepare, type Answer } from '../src/crypto/ballot.ts';
import { checkBallot } from '../src/crypto/check.ts';
import { deriveCredential } from '../src/crypto/credential.ts';
import { parseElection } from '../src/crypto/election.ts';
import { ciphertextToJson, sum } from '../src/crypto/elgamal.ts';
import {
  checkPartialDecryption,
  checkTrusteeKey,
  generateTrusteeKey,
  openTally,
  partialDecryption,
  readPrivateKey,
  type PartialDecryptionJson,
  type TrusteeKeyJson,
} from '../src/crypto/trustee.ts';
import { agree, Peer } from './peer-tool.ts';

const peer = new Peer();
const tool = (args: string[], input = '') => peer.tool(args, input);

const questions = [
  { answers: ['优秀', '良好', '一般', '较差'], min: 0, max: 1, question: '发城镇王家山后村' },
  { answers: ['优秀', '良好', '一般', '较差'], min: 1, max: 1, question: '郭城镇西古现村' },
  { answers: ['甲', '乙', '丙'], blank: true, min: 1, max: 2, question: '可空白' },
  { answers: ['甲', '乙', '丙', '丁', '戊'], min: 1, max: 3, question: '推荐不超过三名' },
  { answers: ['同意', '不同意'], blank: true, min: 0, max: 1, question: '可空白也可不选' },
  { answers: ['甲', '乙', '丙', '丁'], blank: true, min: 2, max: 2, question: '推荐两名,可空白' },
  { answers: ['甲', '乙', '丙', '丁'], min: 0, max: 4, question: '推荐任意名' },
];
/** Voters 1 and 2 use this program, 3 and 4 the peer. */
const votes: Answer[][] = [
  [[0], [1], 'blank', [0, 2, 4], [], [1, 3], [0, 1, 2, 3]],
  [[], [3], [0, 1], [1], 'blank', 'blank', []],
  [[3], [0], 'blank', [2], [0], 'blank', [3]],
  [[0], [1], [2], [0, 1, 2], 'blank', [0, 1], [0, 1, 2, 3]],
];

try {
  const uuid = tool(['setup', 'generate-token']).trim();
  const group = ['--group', 'Ed25519'];
  tool(['setup', 'generate-credentials', '--uuid', uuid, ...group, '--count', '4']);
  peer.write('public_creds.json', peer.read(peer.named('.pubcreds')[0]!));
  const codes = Object.values(
    JSON.parse(peer.read(peer.named('.privcreds')[0]!)) as Record<string, string>,
  );
  const lines = JSON.parse(peer.read('public_creds.json')) as string[];
  // The peer's lines are "credential,weight,name".
  const roll = new Set(lines.map((line) => line.split(',')[0]!));

  tool(['setup', 'generate-trustee-key', ...group]);
  const theirPublic = peer.read(peer.named('.pubkey')[0]!).trim();
  const theirPrivate = peer.named('.privkey')[0]!;
  agree("the peer's trustee key", checkTrusteeKey(JSON.parse(theirPublic)));
  agree("the peer's private key file", readPrivateKey(peer.read(theirPrivate)) !== null);
  const ours = generateTrusteeKey();
  peer.write('public_keys.jsons', `${theirPublic}\n${JSON.stringify(ours.published)}\n`);
  tool(['setup', 'make-trustees']);
  peer.write(
    'template.json',
    JSON.stringify({
      description: '规则卡',
      name: '评议',
      questions,
      administrator: 'a',
      credential_authority: 'b',
    }),
  );
  tool(['setup', 'make-election', '--uuid', uuid, ...group, '--template', 'template.json']);
  agree('our trustee key', true);
  const election = parseElection(Buffer.from(peer.read('election.json').trimEnd()));
  const trusteeKeys = [
    (JSON.parse(theirPublic) as TrusteeKeyJson).public_key,
    ours.published.public_key,
  ];
  tool(['archive', 'init']);
  for (const name of ['election.json', 'trustees.json', 'public_creds.json']) peer.remove(name);

  const checked = votes.map((answers, i) => {
    const code = codes[i]!;
    const credential = deriveCredential(code, uuid);
    agree(`the public credential of voter ${i + 1}`, roll.has(credential.publicKey));
    let ballot: string;
    if (i < 2) {
      ballot = new TextDecoder().decode(finish(prepare(election), credential, answers).bytes);
    } else {
      const choice = questions.map((question, j) => {
        const answer = answers[j]!;
        const marks = question.answers.map((_, k) =>
          answer !== 'blank' && answer.includes(k) ? 1 : 0,
        );
        return question.blank ? [answer === 'blank' ? 1 : 0, ...marks] : marks;
      });
      peer.write('code', code + '\n');
      peer.write('choice', JSON.stringify(choice));
      ballot = tool([
        'election',
        'generate-ballot',
        '--privcred',
        'code',
        '--choice',
        'choice',
      ]).trim();
    }
    peer.write('ballot', ballot);
    tool(['election', 'verify-ballot', '--ballot', 'ballot']);
    const good = checkBallot(election, new TextEncoder().encode(ballot), roll);
    const tracker = peer.tool(['sha256-b64'], ballot).trim();
    agree(`the ballot of voter ${i + 1} and its tracker`, tracker === good.tracker);
    tool(['archive', 'add-event', '--type=Ballot'], ballot + '\n');
    return good;
  });

  tool(['archive', 'add-event', '--type=EndBallots']);
  const sized = tool(['election', 'compute-encrypted-tally']);
  const tally: unknown = JSON.parse(sized.trim().split('\n')[0]!);
  const ourTally = election.questions.map((_, i) =>
    checked[0]!.choices[i]!.map((_unused, j) =>
      ciphertextToJson(sum(checked.map(({ choices }) => choices[i]![j]!))),
    ),
  );
  agree('the encrypted tally', JSON.stringify(tally) === JSON.stringify(ourTally));
  tool(['archive', 'add-event', '--type=EncryptedTally'], sized);

  const theirs = tool(['election', 'decrypt', '--privkey', theirPrivate, '--trustee-id', '1']);
  tool(['archive', 'add-event', '--type=PartialDecryption'], theirs);
  const theirShare = JSON.parse(theirs.trim().split('\n')[0]!) as PartialDecryptionJson;
  agree(
    "the peer's partial decryption",
    checkPartialDecryption(election.fingerprint, trusteeKeys[0]!, tally, theirShare),
  );
  const ourShare = partialDecryption(election.fingerprint, ours.privateKey, tally);
  const payload = JSON.stringify(ourShare);
  const hash = createHash('sha256').update(payload).digest('hex');
  tool(
    ['archive', 'add-event', '--type=PartialDecryption'],
    `${payload}\n${JSON.stringify({ owner: 2, payload: hash })}\n`,
  );
  const result = tool(['election', 'compute-result']);
  tool(['archive', 'add-event', '--type=Result'], result);
  const opened = openTally(tally, [theirShare, ourShare], votes.length);
  const counted = (JSON.parse(result.trim().split('\n')[0]!) as { result: unknown }).result;
  agree(
    `the result ${JSON.stringify(counted)}`,
    JSON.stringify(opened) === JSON.stringify(counted),
  );
  tool(['election', 'verify']);
  agree('our partial decryption and the whole archive', true);
  const found = await peer.sums();
  agree(
    "the whole archive in the browser's verifier",
    JSON.stringify(found) === JSON.stringify(counted),
  );
} finally {
  peer.close();
}
