// A whole election together with belenios-tool: its keys and ours, its ballots and ours, its
// decryptions and ours, in one archive it accepts. Exits 1 at the first disagreement.
//
//   npm run test:peer
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
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

const finder = resolve(import.meta.dirname, '../../tools/belenios-tool.sh');
const program = execFileSync('bash', [finder], { encoding: 'utf8' }).trim();
const folder = mkdtempSync(join(tmpdir(), 'pingyi-peer-'));
const at = (name: string) => join(folder, name);

function tool(args: string[], input = ''): string {
  try {
    return run(args, input);
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new Error(`${args.join(' ')}: ${stderr?.slice(0, 300)} … ${stderr?.slice(-300)}`);
  }
}

function run(args: string[], input: string): string {
  return execFileSync(program, args, {
    cwd: folder,
    input,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, BELENIOS_USE_URANDOM: '1' },
  });
}

function agree(what: string, condition: boolean): void {
  if (!condition) throw new Error(`disagreement: ${what}`);
  console.log(`agreed: ${what}`);
}

const questions = [
  { answers: ['优秀', '良好', '一般', '较差'], min: 0, max: 1, question: '发城镇王家山后村' },
  { answers: ['优秀', '良好', '一般', '较差'], min: 1, max: 1, question: '郭城镇西古现村' },
  { answers: ['甲', '乙', '丙'], blank: true, min: 1, max: 2, question: '可空白' },
  { answers: ['甲', '乙', '丙', '丁', '戊'], min: 1, max: 3, question: '推荐不超过三名' },
];
/** Voters 1 and 2 use this program, 3 and 4 the peer. */
const votes: Answer[][] = [
  [[0], [1], 'blank', [0, 2, 4]],
  [[], [3], [0, 1], [1]],
  [[3], [0], 'blank', [2]],
  [[0], [1], [2], [0, 1, 2]],
];

try {
  const uuid = tool(['setup', 'generate-token']).trim();
  const group = ['--group', 'Ed25519'];
  tool(['setup', 'generate-credentials', '--uuid', uuid, ...group, '--count', '4']);
  const named = (end: string) => readdirSync(folder).filter((name) => name.endsWith(end));
  renameSync(at(named('.pubcreds')[0]!), at('public_creds.json'));
  const codes = Object.values(
    JSON.parse(readFileSync(at(named('.privcreds')[0]!), 'utf8')) as Record<string, string>,
  );
  const lines = JSON.parse(readFileSync(at('public_creds.json'), 'utf8')) as string[];
  // The peer's lines are "credential,weight,name".
  const roll = new Set(lines.map((line) => line.split(',')[0]!));

  tool(['setup', 'generate-trustee-key', ...group]);
  const theirPublic = readFileSync(at(named('.pubkey')[0]!), 'utf8').trim();
  const theirPrivate = at(named('.privkey')[0]!);
  agree("the peer's trustee key", checkTrusteeKey(JSON.parse(theirPublic)));
  agree("the peer's private key file", readPrivateKey(readFileSync(theirPrivate, 'utf8')) !== null);
  const ours = generateTrusteeKey();
  writeFileSync(at('public_keys.jsons'), `${theirPublic}\n${JSON.stringify(ours.published)}\n`);
  tool(['setup', 'make-trustees']);
  writeFileSync(
    at('template.json'),
    JSON.stringify({
      description: '规则卡',
      name: '评议',
      questions,
      administrator: 'a',
      credential_authority: 'b',
    }),
  );
  tool(['setup', 'make-election', '--uuid', uuid, ...group, '--template', at('template.json')]);
  agree('our trustee key', true);
  const election = parseElection(Buffer.from(readFileSync(at('election.json'), 'utf8').trimEnd()));
  const trusteeKeys = [
    (JSON.parse(theirPublic) as TrusteeKeyJson).public_key,
    ours.published.public_key,
  ];
  tool(['archive', 'init']);
  for (const name of ['election.json', 'trustees.json', 'public_creds.json']) rmSync(at(name));

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
      writeFileSync(at('code'), code + '\n');
      writeFileSync(at('choice'), JSON.stringify(choice));
      ballot = tool([
        'election',
        'generate-ballot',
        '--privcred',
        at('code'),
        '--choice',
        at('choice'),
      ]).trim();
    }
    writeFileSync(at('ballot'), ballot);
    tool(['election', 'verify-ballot', '--ballot', at('ballot')]);
    const good = checkBallot(election, new TextEncoder().encode(ballot), roll);
    const tracker = execFileSync(program, ['sha256-b64'], {
      input: ballot,
      encoding: 'utf8',
    }).trim();
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
  const hash = execFileSync('sha256sum', { input: payload, encoding: 'utf8' }).slice(0, 64);
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
} finally {
  rmSync(folder, { recursive: true });
}
