import type { Verdict } from '@staticfire/findings';
import { collectFacts, evaluateFacts } from '@staticfire/scan';
import { describeOracle, labImage, mutatedImage, mutations, toolsFor } from '@staticfire/testkit';
import { expect, it } from 'vitest';
import { loadShippedPacks } from './load-policies.ts';

const TOOLS = toolsFor('mke2fs', 'debugfs', 'resize2fs', 'sgdisk', 'veritysetup', 'mkfs.vfat', 'mcopy');

describeOracle('one change in a good image changes exactly the rules meant for it', TOOLS, () => {
  const packs = loadShippedPacks();

  async function verdicts(path: string): Promise<Record<string, Verdict>> {
    const tool = { name: 'staticfire', version: '0.0.0' };
    const result = evaluateFacts(await collectFacts({ path, tool }), { packs, failOn: 'high', tool });
    expect(result.ruleErrors).toEqual([]);
    return Object.fromEntries(result.rules.map(({ id, verdict }) => [id, verdict]));
  }

  const allPass = Object.fromEntries(packs.flatMap(({ rules }) => rules.map(({ id }) => [id, 'pass' as Verdict])));

  it.each(['demo', 'k8s-1.26', 'large'])('%s passes every rule', async (name) => {
    expect(await verdicts(await labImage(name))).toEqual(allPass);
  });

  it.each(mutations)('$name', async ({ name, expect: changes }) => {
    expect(await verdicts(await mutatedImage(name))).toEqual({ ...allPass, ...changes });
  });

  it('every rule has a mutation that makes it fail', () => {
    const failing = new Set(mutations.flatMap(({ expect: changes }) => Object.keys(changes).filter((id) => changes[id] === 'fail')));
    expect([...failing].sort()).toEqual(Object.keys(allPass).sort());
  });
});
