import { execFileSync } from 'node:child_process';
import { closeSync, copyFileSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Excerpt, FactsDocument } from '@staticfire/facts';
import type { ImageText, ScanResult } from '@staticfire/findings';
import { collectFacts } from '@staticfire/scan';
import { evaluateFacts } from '@staticfire/scan/judge';
import { describeOracle, labImage, toolPath, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const TOOLS = toolsFor('mke2fs', 'debugfs', 'resize2fs', 'sgdisk', 'veritysetup', 'mkfs.vfat', 'mcopy', 'mkfs.erofs', 'secilc', 'zstd', 'gzip', 'lz4');
const SECTOR = 512;
const tool = { name: 'staticfire', version: '0.0.0' };

/** Role, bank, first and last sector, of each entry: what `sgdisk -p` says. */
type Plan = readonly (readonly [role: string, bank: string | undefined, first: number, last: number])[];
interface Expected {
  readonly plan: Plan;
  readonly era: string;
  readonly steps: readonly string[];
  readonly unprotectedInputs: readonly string[];
}

const GRUB = {
  era: 'grub-two-banks',
  steps: ['firmware-loader', 'boot-loader', 'boot-configuration', 'kernel', 'command-line', 'hash-tree'],
  unprotectedInputs: ['PRIVATE /bootconfig.data'],
};
const UKI = { era: 'uki-direct', steps: ['uki', 'kernel', 'command-line', 'hash-tree'], unprotectedInputs: [] };
const START: Plan = [
  ['BIOS-BOOT', undefined, 2048, 10_239],
  ['EFI', 'A', 10_240, 20_479],
];
const TWO_GIB: Plan = [
  ...START,
  ['BOOT', 'A', 20_480, 102_399],
  ['ROOT', 'A', 102_400, 1_986_559],
  ['HASH', 'A', 1_986_560, 2_007_039],
  ['RESERVED', 'A', 2_007_040, 2_058_239],
  ['EFI', 'B', 2_058_240, 2_068_479],
  ['BOOT', 'B', 2_068_480, 2_150_399],
  ['ROOT', 'B', 2_150_400, 4_034_559],
  ['HASH', 'B', 4_034_560, 4_055_039],
  ['RESERVED', 'B', 4_055_040, 4_106_239],
  ['PRIVATE', undefined, 4_106_240, 4_190_207],
  ['DATA', undefined, 4_190_208, 4_192_255],
];
const EXPECTED: Readonly<Record<string, Expected>> = {
  demo: {
    ...GRUB,
    plan: [
      ...START,
      ['BOOT', 'A', 20_480, 61_439],
      ['ROOT', 'A', 61_440, 1_003_519],
      ['HASH', 'A', 1_003_520, 1_013_759],
      ['RESERVED', 'A', 1_013_760, 1_034_239],
      ['EFI', 'B', 1_034_240, 1_044_479],
      ['BOOT', 'B', 1_044_480, 1_085_439],
      ['ROOT', 'B', 1_085_440, 2_027_519],
      ['HASH', 'B', 2_027_520, 2_037_759],
      ['RESERVED', 'B', 2_037_760, 2_058_239],
      ['PRIVATE', undefined, 2_058_240, 2_093_055],
      ['DATA', undefined, 2_093_056, 2_095_103],
    ],
  },
  'k8s-1.26': { ...GRUB, plan: TWO_GIB },
  'k8s-2026': { ...GRUB, plan: TWO_GIB },
  'uki-2026': {
    ...UKI,
    plan: [
      ['BIOS-BOOT', undefined, 2048, 10_239],
      ['EFI', 'A', 10_240, 194_559],
      ['ROOT', 'A', 194_560, 3_962_879],
      ['HASH', 'A', 3_962_880, 4_003_839],
      ['RESERVED', 'A', 4_003_840, 4_106_239],
      ['PRIVATE', undefined, 4_106_240, 4_190_207],
      ['DATA', undefined, 4_190_208, 4_192_255],
    ],
  },
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-results-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (name: string, args: readonly string[]) =>
  execFileSync(toolPath(name)!, args, { maxBuffer: 2 ** 26, timeout: 60_000, stdio: ['ignore', 'pipe', 'ignore'] });

async function judged(path: string): Promise<{ readonly document: FactsDocument; readonly result: ScanResult }> {
  const document = await collectFacts({ path, tool });
  return { document, result: await evaluateFacts(document, { packs: [], failOn: 'none', tool }) };
}

/** One partition as a file of its own, which tools that know no offsets can open. */
function extract(image: string, { offset, length }: { readonly offset: number; readonly length: number }, name: string): string {
  const bytes = Buffer.alloc(length);
  const file = openSync(image, 'r');
  readSync(file, bytes, 0, length, offset);
  closeSync(file);
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

const field = (text: string, name: string) => new RegExp(`^${name}: +(.*?)$`, 'm').exec(text)?.[1] ?? '';

/** `sgdisk -i` of every entry; it writes GUIDs in upper case. */
function entriesBySgdisk(path: string, plan: Plan) {
  return plan.map(([role, bank, first, last], index) => {
    const text = run('sgdisk', ['-i', String(index + 1), path]).toString();
    return {
      ...{ index: index + 1, role },
      ...(bank === undefined ? {} : { bank }),
      label: /^Partition name: '(.*)'$/m.exec(text)?.[1] ?? '',
      guid: field(text, 'Partition unique GUID').toLowerCase(),
      typeGuid: field(text, 'Partition GUID code').split(' ')[0]!.toLowerCase(),
      ...{ offset: first * SECTOR, length: (last - first + 1) * SECTOR },
    };
  });
}

function partitionOf(image: ImageText, role: string) {
  return image.partitions.find((each) => each.role === role && (each.bank ?? 'A') === 'A')!;
}

describeOracle('the results of lab images', TOOLS, () => {
  describe.each(Object.entries(EXPECTED))('%s', (name, expected) => {
    let path = '';
    let image: ImageText;
    beforeAll(async () => {
      path = await labImage(name);
      image = (await judged(path)).result.image;
    }, 300_000);

    it('the disk is parted as sgdisk says', () => {
      const table = run('sgdisk', ['-p', path]).toString();
      expect(image.partitions).toEqual(entriesBySgdisk(path, expected.plan));
      expect(image.diskGuid).toBe(/^Disk identifier \(GUID\): (.*)$/m.exec(table)![1]!.toLowerCase());
      expect(image.diskLength).toBe(Number(/: (\d+) sectors,/.exec(table)![1]) * SECTOR);
    });

    it('one bank, whose dm-verity is what veritysetup says', () => {
      const hash = extract(path, partitionOf(image, 'HASH'), 'hash');
      const dump = run('veritysetup', ['dump', hash]).toString();
      const { verity, ...bank } = image.banks[0]!;
      expect(image.banks).toHaveLength(1);
      expect(bank).toMatchObject({ bank: 'A', judged: true, era: expected.era });
      expect(verity).toEqual({
        state: 'verified',
        algorithm: field(dump, 'Hash algorithm').trim(),
        rootHash: verity.rootHash,
        computedRootHash: verity.rootHash,
        salt: field(dump, 'Salt').trim(),
        dataLength: Number(field(dump, 'Data blocks')) * Number(field(dump, 'Data block size').split(' ')[0]),
        problems: [],
      });
      const data = extract(path, { ...partitionOf(image, 'ROOT'), length: verity.dataLength! }, 'root');
      expect(() => run('veritysetup', ['verify', data, hash, verity.rootHash!])).not.toThrow();
      expect(() => run('veritysetup', ['verify', data, hash, '0'.repeat(64)])).toThrow();
    });

    it('it starts as its recipe says, signed with the keys of the lab', () => {
      const { links = [], ...chain } = image.banks[0]!.chain!;
      expect(links.map(({ step }) => step)).toEqual(expected.steps);
      expect(links.every(({ present, protectedBy }) => present && protectedBy.length > 0)).toBe(true);
      expect(chain).toEqual({ complete: true, unprotectedInputs: expected.unprotectedInputs, secureBoot: { expected: true, missing: [] } });
    });
  });

  it('one byte of ROOT that is another one breaks it, and is named', async () => {
    const good = await labImage('demo');
    const path = join(folder, 'changed.img');
    copyFileSync(good, path);
    const { offset } = partitionOf((await judged(good)).result.image, 'ROOT');
    // Behind the first blocks, which the filesystem itself has checksums of.
    const at = offset + 1_000_000;
    const file = openSync(path, 'r+');
    const byte = Buffer.alloc(1);
    readSync(file, byte, 0, 1, at);
    writeSync(file, Buffer.from([byte[0]! ^ 1]), 0, 1, at);
    closeSync(file);
    const { verity } = (await judged(path)).result.image.banks[0]!;
    expect(verity).toMatchObject({ state: 'broken' });
    expect(verity.computedRootHash).not.toBe(verity.rootHash);
    expect(verity.problems.join('; ')).toMatch(new RegExp(`the first is block ${Math.floor(1_000_000 / 4096)} of ROOT`));
  }, 300_000);

  it.each(['demo', 'k8s-1.26'])('every excerpt of %s is what debugfs reads on that line, and no named line lacks one', async (name) => {
    const path = await labImage(name);
    const { document, result } = await judged(path);
    const excerpts = document.body.excerpts ?? [];
    const files = Map.groupBy(excerpts, ({ partition, path: file }) => `${partition} ${file}`);
    const roles = [...new Set(excerpts.map(({ partition }) => partition))];
    const devices = new Map(roles.map((role) => [role, extract(path, partitionOf(result.image, role), `device-${role}`)]));
    for (const [key, lines] of files) {
      const { partition, path: file } = lines[0]!;
      const device = devices.get(partition)!;
      const texts = run('debugfs', ['-R', `cat ${file}`, device])
        .toString('utf8')
        .split('\n');
      expect([key, lines.map(({ text }) => text)]).toEqual([key, lines.map(({ line }) => texts[line - 1]!.slice(0, 300))]);
    }
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(['PRIVATE /bootconfig.data', 'BOOT /grub/grub.cfg', 'ROOT /usr/lib/sysctl.d/80-release.conf', 'ROOT /etc/selinux/config']),
    );
    expect(namedLines(document).filter((line) => !hasExcerpt(excerpts, line))).toEqual([]);
  });
});

interface NamedLine {
  readonly file: string;
  readonly line: number;
}

/** What has a file and a line in the facts; settings of the lab have no secrets. */
function namedLines({ body }: FactsDocument): readonly NamedLine[] {
  const visit = (value: unknown): readonly NamedLine[] => {
    if (typeof value !== 'object' || value === null) return [];
    const own = 'file' in value && 'line' in value ? [{ file: String(value.file), line: Number(value.line) }] : [];
    return [...own, ...Object.values(value).flatMap(visit)];
  };
  return body.facts.flatMap((fact) => (fact.state === 'present' ? visit(fact.value) : []));
}

function hasExcerpt(excerpts: readonly Excerpt[], { file, line }: NamedLine): boolean {
  return excerpts.some((each) => each.path === file && each.line === line);
}
