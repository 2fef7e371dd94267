import { findSecrets } from '@staticfire/analyze/secrets/search';
import { parseUserData, type UserData } from '@staticfire/analyze/settings';
import type { FactsDocument } from '@staticfire/facts';
import type { Verdict } from '@staticfire/findings';
import { openWorkerPool } from '@staticfire/read/block-source/node';
import { collectFacts } from '@staticfire/scan';
import { startImageDigest } from '@staticfire/scan/image-digest';
import { planInput } from '@staticfire/scan/input';
import { evaluateFacts } from '@staticfire/scan/judge';
import { changedFacts, describeOracle, labImage, labVerdicts, type MutationBase, mutatedFolder, mutatedImage, mutations, toolsFor } from '@staticfire/testkit';
import { afterAll, expect, it } from 'vitest';
import { loadShippedPacks } from './load-policies.ts';

const TOOLS = toolsFor(
  'mke2fs',
  'debugfs',
  'resize2fs',
  'sgdisk',
  'veritysetup',
  'mkfs.vfat',
  'mcopy',
  'mkfs.erofs',
  'mkfs.xfs',
  'xfs_db',
  'secilc',
  'zstd',
  'lz4',
);

/** A day on which nothing that a good image has is too old. */
const TODAY = '2026-11-26';

describeOracle('one change in a good image changes exactly the rules meant for it', TOOLS, () => {
  const packs = loadShippedPacks();
  // Some 150 scans: threads of their own for each would be started and ended as often.
  const pool = openWorkerPool();
  afterAll(() => pool.close());

  const tool = { name: 'staticfire', version: '0.0.0' };
  const collect = (given: string, userData?: UserData) => {
    const input = planInput([given]);
    return collectFacts({ ...input, tool, userData, started: { pool, digest: startImageDigest(input.path, pool) } });
  };

  const baseFacts = new Map<MutationBase, Promise<FactsDocument>>();
  async function factsOf(base: MutationBase): Promise<FactsDocument['body']['facts']> {
    const document = baseFacts.get(base) ?? mutatedImage('base', base).then(collect);
    baseFacts.set(base, document);
    return (await document).body.facts;
  }

  async function verdicts(document: FactsDocument): Promise<Record<string, Verdict>> {
    const result = await evaluateFacts(document, { packs, failOn: 'high', tool, today: TODAY });
    expect(result.ruleErrors).toEqual([]);
    return Object.fromEntries(result.rules.map(({ id, verdict }) => [id, verdict]));
  }

  const passing = Object.fromEntries(packs.flatMap(({ rules }) => rules.map(({ id }) => [id, 'pass' as Verdict])));
  const expected = (base: MutationBase) => ({ ...passing, ...labVerdicts[base] });

  it.each(Object.entries(labVerdicts))('%s is a good image', async (name, others) => {
    expect(await verdicts(await collect(await labImage(name)))).toEqual({ ...passing, ...others });
  });

  it.each(mutations)('$name', async ({ name, base = 'demo', expect: changes, facts, userData, stale }) => {
    const given = userData === undefined ? undefined : await searched(Buffer.from(userData));
    const document = await collect(await (stale === undefined ? mutatedImage(name) : mutatedFolder(name)), given);
    expect(await verdicts(document)).toEqual({ ...expected(base), ...changes });
    if (facts !== undefined) expect(changedFacts(await factsOf(base), document.body.facts)).toEqual(facts);
  });

  it('every rule has a mutation that makes it fail, or mends it where stock images fail', () => {
    const turned = mutations.flatMap(({ base = 'demo', expect: changes }) => {
      const before = expected(base);
      return Object.keys(changes).filter((id) => (before[id] === 'fail' ? changes[id] === 'pass' : changes[id] === 'fail'));
    });
    expect([...new Set(turned)].sort()).toEqual(Object.keys(passing).sort());
  });
});

async function searched(bytes: Uint8Array): Promise<UserData> {
  return { ...(await parseUserData(bytes, 'user-data.toml')), secrets: findSecrets(bytes).found };
}
