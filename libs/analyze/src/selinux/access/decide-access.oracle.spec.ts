import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSelinuxPolicy, type SelinuxConstraint, type SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { compiledVersions, debianPolicy, decisionsPolicy, describeOracle, everyStatementPolicy, libsepolAnswers, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InvalidContextError, parseContext } from '../contexts/index.ts';
import { Random } from '../fixtures/random.ts';
import { RandomContexts } from '../fixtures/random-contexts.ts';
import { type AccessDenial, activeBranches, decideAccess, decideRelabel } from './index.ts';

const SEED = 20_241_125;
const PAIRS = 20_000;
const RELABELS = 5_000;
const INVALID = 'invalid';
/** A low level is dominated by its high one: of the source, of the target. */
const ALWAYS_HOLD = 2;

/** The answer to one question in libsepol-answers.c's words; `note` sees why permissions are denied. */
function answer(policy: SelinuxPolicy, question: string, note: (denial: AccessDenial) => void): string {
  const [kind, ...words] = question.split(' ');
  try {
    if (kind === 'context') return parseContext(policy, words[0]!) && '1';
    const tclass = policy.classes.get(words.at(-1)!)!;
    const [source, target, task] = words.slice(0, -1).map((word) => parseContext(policy, word));
    if (kind === 'transition') return decideRelabel(policy, { source: source!, target: target!, third: task! }, tclass) === undefined ? '1' : '0';
    const { allowed, denials } = decideAccess(policy, { source: source!, target: target!, tclass }, activeBranches(policy, 'default'));
    denials.forEach(note);
    for (const denial of denials) expect([denial.permissions & allowed, denial.permissions === 0]).toEqual([0, false]);
    return allowed.toString(16);
  } catch (error) {
    if (!(error instanceof InvalidContextError)) throw error;
    return kind === 'context' ? '0' : INVALID;
  }
}

async function compareAnswers(
  path: string,
  policy: SelinuxPolicy,
  questions: readonly string[],
  note: (denial: AccessDenial) => void = () => undefined,
): Promise<readonly string[]> {
  const theirs = await libsepolAnswers(path, questions);
  const ours = questions.map((question) => answer(policy, question, note));
  const differences = questions.flatMap((question, index) => (ours[index] === theirs[index] ? [] : [`${question}: ${ours[index]}, libsepol ${theirs[index]}`]));
  expect(differences.slice(0, 5)).toEqual([]);
  expect(theirs.length).toBe(questions.length);
  return theirs;
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'staticfire-decisions-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Without bounds, for which libsepol 3.4 crashes. */
async function everyDecision(): Promise<string> {
  const path = join(folder, 'policy');
  writeFileSync(path, decisionsPolicy({ bounded: false }));
  return path;
}

const policies: readonly (readonly [string, () => Promise<string>])[] = [
  ['a policy that denies by every step', everyDecision],
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
    describe.each(policies)('%s', (name, build) => {
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

      const compare = (questions: readonly string[]) => compareAnswers(path, policy, questions);

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
        expect(answers).toContain('1');
        if (name !== policies[0]![0]) expect(answers).toContain('0');
      });
    });

    it('denies by every step and by every constraint', async () => {
      const path = await everyDecision();
      const policy = parseSelinuxPolicy(readFileSync(path));
      const contexts = new RandomContexts(policy, new Random(SEED));
      const reasons = new Set<string>();
      const constraints = new Set<SelinuxConstraint>();
      await compareAnswers(
        path,
        policy,
        Array.from({ length: PAIRS }, () => `av ${contexts.access().join(' ')}`),
        (denial) => {
          reasons.add(denial.reason);
          if (denial.reason === 'constraint') constraints.add(denial.constraint);
        },
      );
      expect([...reasons].sort()).toEqual(['constraint', 'role', 'rule']);
      expect(constraints.size).toBe(policy.classes.records.flatMap((each) => each.constraints).length - ALWAYS_HOLD);
    });

    it('masks what the bounds of source and target may not do, as the rules without bounds say', async () => {
      const path = await everyDecision();
      const policy = parseSelinuxPolicy(decisionsPolicy({ bounded: true }));
      const contexts = new RandomContexts(policy, new Random(SEED));
      const accesses = Array.from({ length: RELABELS }, () => contexts.access());
      const chains = accesses.map(([source, target, tclass]) => boundsChain(policy, source, target).map((pair) => `av ${pair.join(' ')} ${tclass}`));
      const answers = await libsepolAnswers(path, chains.flat());
      let masked = 0;
      accesses.forEach(([source, target, tclass], index) => {
        const own = answers.splice(0, chains[index]!.length).map((each) => Number.parseInt(each, 16));
        const expected = own.reduce((vector, each) => (vector & each) >>> 0);
        expect(`${source} ${target} ${tclass} ${answer(policy, `av ${source} ${target} ${tclass}`, () => undefined)}`).toBe(
          `${source} ${target} ${tclass} ${expected.toString(16)}`,
        );
        if (expected !== own[0]) masked++;
      });
      expect(masked).toBeGreaterThan(RELABELS / 100);
    });
  },
);

/** The pair, and then that of its bounds, until the source has none. */
function boundsChain(policy: SelinuxPolicy, source: string, target: string): [source: string, target: string][] {
  const { types } = policy;
  const boundsOf = (context: string) => types.at(types.get(context.split(':')[2]!)!.bounds)?.name;
  const withType = (context: string, type: string | undefined) => (type === undefined ? context : context.replace(/^([^:]*:[^:]*:)[^:]*/, `$1${type}`));
  const bounds = boundsOf(source);
  if (bounds === undefined) return [[source, target]];
  return [[source, target], ...boundsChain(policy, withType(source, bounds), withType(target, boundsOf(target)))];
}
