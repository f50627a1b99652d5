import { parseElection, type Election } from '../election.ts';
import { encodeElement, generatorBase } from '../group.ts';

/** Bytes of an election with the given questions, encrypted to g^secret. */
export function electionBytes(
  questions: readonly object[],
  { secret = 12345n, uuid = 'TestE1ection11', name = '第一片区评议(镇)' } = {},
): Uint8Array {
  return new TextEncoder().encode(
    JSON.stringify({
      version: 1,
      description: '测试用 规则卡 sha256:' + '0'.repeat(64),
      name,
      group: 'Ed25519',
      public_key: encodeElement(generatorBase().multiply(secret)),
      questions,
      uuid,
    }),
  );
}

/** A contest "one of four grades", with or without abstention. */
export function gradeQuestion(question: string, min: 0 | 1 = 0): object {
  return { answers: ['优秀', '良好', '一般', '较差'], min, max: 1, question };
}

/** {@link electionBytes}, parsed. */
export function testElection(
  questions: readonly object[],
  options?: Parameters<typeof electionBytes>[1],
): Election {
  return parseElection(electionBytes(questions, options));
}
