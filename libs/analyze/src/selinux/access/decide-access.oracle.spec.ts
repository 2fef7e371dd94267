import { readFileSync } from 'node:fs';
import { parseSelinuxPolicy, type SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { compiledVersions, debianPolicy, describeOracle, everyStatementPolicy, libsepolAnswers, toolsFor } from '@staticfire/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { InvalidContextError, parseContext } from '../contexts/index.ts';
import { Random } from '../fixtures/random.ts';
import { RandomContexts } from '../fixtures/random-contexts.ts';
import { activeBranches, decideAccess, decideRelabel } from './index.ts';

const SEED = 20_241_125;
const PAIRS = 20_000;
const RELABELS = 5_000;
const INVALID = 'invalid';

/** The answer to one question in libsepol-answers.c's words. */
function answer(policy: SelinuxPolicy, question: string): string {
  const [kind, ...words] = question.split(' ');
  try {
    if (kind === 'context') return parseContext(policy, words[0]!) && '1';
    const tclass = policy.classes.get(words.at(-1)!)!;
    const [source, target, task] = words.slice(0, -1).map((word) => parseContext(policy, word));
    if (kind === 'transition') return decideRelabel(policy, { source: source!, target: target!, third: task! }, tclass) === undefined ? '1' : '0';
    const { allowed, denials } = decideAccess(policy, { source: source!, target: target!, tclass }, activeBranches(policy, 'default'));
    for (const denial of denials) expect([denial.permissions & allowed, denial.permissions === 0]).toEqual([0, false]);
    return allowed.toString(16);
  } catch (error) {
    if (!(error instanceof InvalidContextError)) throw error;
    return kind === 'context' ? '0' : INVALID;
  }
}

const policies: readonly (readonly [string, () => Promise<string>])[] = [
  ...compiledVersions
    .filter((version) => version % 3 === 0)
    .map((version) => [`every statement, version ${version}`, () => everyStatementPolicy(version)] as const),
  ["Debian's policy default", () => debianPolicy('default')],
  ["Debian's policy mls", () => debianPolicy('mls')],
];

describeOracle(
  'access between contexts against libsepol',
  toolsFor('gcc', '/usr/include/sepol/policydb/services.h', 'secilc', 'bzip2', 'apt-get', 'dpkg-deb'),
  () => {
    describe.each(policies)('%s', (_, build) => {
      let path: string;
      let policy: SelinuxPolicy;
      let contexts: RandomContexts;
      let random: Random;
      beforeAll(async () => {
        path = await build();
        policy = parseSelinuxPolicy(readFileSync(path));
        random = new Random(SEED);
        contexts = new RandomContexts(policy, random);
      });

      async function compare(questions: readonly string[]): Promise<readonly string[]> {
        const theirs = await libsepolAnswers(path, questions);
        const ours = questions.map((question) => answer(policy, question));
        const differences = questions.flatMap((question, index) =>
          ours[index] === theirs[index] ? [] : [`${question}: ${ours[index]}, libsepol ${theirs[index]}`],
        );
        expect(differences.slice(0, 5)).toEqual([]);
        expect(theirs.length).toBe(questions.length);
        return theirs;
      }

      it(`answers ${PAIRS} accesses alike`, async () => {
        const answers = await compare(Array.from({ length: PAIRS }, () => `av ${contexts.access().join(' ')}`));
        const counts = { denied: answers.filter((each) => each === '0').length, invalid: answers.filter((each) => each === INVALID).length };
        expect(counts.invalid).toBeLessThan(PAIRS / 2);
        expect(PAIRS - counts.denied - counts.invalid).toBeGreaterThan(PAIRS / 10);
      });

      it(`answers ${RELABELS} relabellings alike`, async () => {
        const classes = policy.classes.records.map(({ name }) => name);
        await compare(
          Array.from({ length: RELABELS }, () => `transition ${contexts.any(false)} ${contexts.any(false)} ${contexts.any(true)} ${random.pick(classes)}`),
        );
      });

      it('tells valid contexts alike', async () => {
        const answers = await compare(Array.from({ length: RELABELS }, (_, index) => `context ${contexts.any(index % 2 === 0)}`));
        expect(new Set(answers)).toEqual(new Set(['0', '1']));
      });
    });
  },
);
