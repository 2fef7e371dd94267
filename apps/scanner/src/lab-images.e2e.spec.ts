import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFact } from '@staticfire/facts';
import { collectFacts } from '@staticfire/scan';
import { describeOracle, labArchive, labImage, labImageLz4, packOva, packVirtualDisk, toolsFor, virtualDiskForms } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
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
  'lz4',
  'xz',
  'bzip2',
  'qemu-img',
  'tar',
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

  describe('an image in another container has the same facts, byte for byte', () => {
    it.each(['k8s-2026', 'uki-2026', 'uki-boot-2026', 'fips-2026', 'nvidia-2026', 'k8s-2026-arm', 'large-erofs'])('%s in LZ4', async (name) => {
      const raw = await collectFacts({ path: await labImage(name), tool });
      const packed = await collectFacts({ path: await labImageLz4(name), tool });
      expect(packed.input.container).toBe('lz4');
      expect(JSON.stringify(packed.body)).toBe(JSON.stringify(raw.body));
    });

    it.each(['demo', 'k8s-2026'])('%s as a virtual disk', async (name) => {
      const folder = mkdtempSync(join(tmpdir(), 'staticfire-virtual-'));
      try {
        const image = await labImage(name);
        const raw = JSON.stringify((await collectFacts({ path: image, tool })).body);
        for (const form of name === 'demo' ? virtualDiskForms : (['qcow2', 'VMDK, stream-optimised'] as const)) {
          const path = join(folder, 'disk');
          await packVirtualDisk(image, form, path);
          const packed = await collectFacts({ path, tool });
          expect([form, packed.input.container, packed.input.containerNotes]).toEqual([form, form.startsWith('VMDK') ? 'vmdk' : 'qcow2', undefined]);
          expect(JSON.stringify(packed.body) === raw, form).toBe(true);
        }
      } finally {
        rmSync(folder, { recursive: true });
      }
    });

    it('demo in an OVA, beside a data disk', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'staticfire-ova-'));
      try {
        const image = await labImage('demo');
        writeFileSync(join(folder, 'data.img'), Buffer.alloc(1 << 20, 'data'));
        const path = join(folder, 'demo.ova');
        await packOva([image, join(folder, 'data.img')], path);
        const packed = await collectFacts({ path, tool });
        expect(packed.input.container).toBe('ova');
        expect(packed.input.containerNotes).toEqual(['the OVA has 2 disks: this is "demo.vmdk"; not looked at: "data.vmdk"']);
        expect(JSON.stringify(packed.body)).toBe(JSON.stringify((await collectFacts({ path: image, tool })).body));
      } finally {
        rmSync(folder, { recursive: true });
      }
    });

    it.each([
      ['gzip', 'gz'],
      ['zstd', 'zst'],
      ['xz', 'xz'],
      ['bzip2', 'bz2'],
    ] as const)('demo in %s', async (container, kind) => {
      const raw = await collectFacts({ path: await labImage('demo'), tool });
      const packed = await collectFacts({ path: await labArchive('demo', kind), tool });
      expect(packed.input.container).toBe(container);
      expect(JSON.stringify(packed.body)).toBe(JSON.stringify(raw.body));
    });
  });
});
