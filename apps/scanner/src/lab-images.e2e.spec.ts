import { findFact } from '@staticfire/facts';
import { collectFacts } from '@staticfire/scan';
import { describeOracle, labImage, toolsFor } from '@staticfire/testkit';
import { expect, it } from 'vitest';
import { type LabFacts, labFacts } from './lab-facts.ts';

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
  'gzip',
);
const tool = { name: 'staticfire', version: '0.0.0' };

type Document = Awaited<ReturnType<typeof collectFacts>>;

// biome-ignore lint/suspicious/noExplicitAny: facts of many types, compared member by member below
function factValue({ body }: Document, name: string): any {
  const fact = findFact(body, name);
  return fact?.state === 'present' ? fact.value : undefined;
}

function summarise(document: Document): LabFacts {
  const { source, partition, path, bootconfig } = factValue(document, 'boot.cmdline');
  const { format, architecture, insideUki } = factValue(document, 'boot.kernel');
  const policy = factValue(document, 'selinux.policy');
  const labels = factValue(document, 'selinux.labels');
  return {
    era: factValue(document, 'boot.era').era,
    filesystem: factValue(document, 'root.filesystem').type,
    cmdline: { source, partition, path, bootconfig },
    kernel: { format, architecture, insideUki },
    variant: factValue(document, 'release.identity').variantId,
    guids: factValue(document, 'identity.guids')?.partitionTable,
    configs: factValue(document, 'kernel.config').copies.map((copy: { place: string }) => copy.place),
    policyVersions: (factValue(document, 'selinux.policy-header')?.policies ?? []).map((each: { version: number }) => each.version),
    policy: { version: policy.version, handleUnknown: policy.handleUnknown, types: policy.counts.types, permissive: policy.permissiveTypes.length },
    labels: labels && { partitions: labels.partitions, wrong: labels.files - labels.equal },
    sboms: (factValue(document, 'identity.sboms')?.sboms ?? []).length,
  };
}

describeOracle('the facts of lab images', TOOLS, () => {
  it.each(Object.entries(labFacts))('%s', async (name, expected) => {
    const document = await collectFacts({ path: await labImage(name), tool });
    expect(summarise(document)).toEqual(expected);
    expect(document.body.facts.filter(({ state }) => state === 'unreadable')).toEqual([]);
    expect(factValue(document, 'boot.era').problems).toEqual([]);
    expect(factValue(document, 'boot.chain').complete).toBe(true);
    expect(factValue(document, 'kernel.config').agree).toBe(true);
  });
});
