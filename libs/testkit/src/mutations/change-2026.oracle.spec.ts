import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildImage, LAB_TOOLS_2026 } from '../lab/build-image.ts';
import { extractPartition } from '../lab/extract-partition.ts';
import { extractFat, extractRoot } from '../lab/extract-tree.ts';
import type { PartitionKey } from '../lab/partition-types.ts';
import type { ImageRecipe } from '../lab/recipe.ts';
import { systemRoot } from '../lab/release.ts';
import { runTool } from '../lab/run-tool.ts';
import { file } from '../lab/tree.ts';
import { describeOracle } from '../oracle.ts';
import { toolsFor } from '../oracle-tools.ts';
import {
  addFiles,
  addInitParameter,
  addKernelParameter,
  type Change,
  editOsRelease,
  editRoot,
  patchRoot,
  removeFile,
  replaceKernelParameter,
  stateTable,
} from './change.ts';
import {
  addEspFiles,
  alterDerivedId,
  changeKernel,
  editBootConfig,
  editKernelConfig,
  flipBootConfigByte,
  removeBootConfig,
  removeEspFile,
  replaceKernel,
  replacePrivate,
  stateKernelHmac,
} from './change-2026.ts';
import { addUkiCertificate, addUkiSection, editUkiSection, removeUkiSection, replaceUkiSection, stateUkiHmac } from './change-uki.ts';
import { baseRecipes, type MutationBase } from './index.ts';

const OTHER_HEX = 'a5'.repeat(32);
const UKI = '/EFI/BOOT/BOOTX64.EFI';
const NET_RAW = Buffer.from('0100000200200000000000000000000000000000', 'hex');

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'change-2026-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describeOracle('changes of 2026', toolsFor(...LAB_TOOLS_2026, 'fsck.erofs', 'dump.erofs', 'objcopy', 'objdump'), () => {
  describe('a UKI', () => {
    test.each([
      { what: 'a word added', change: addKernelParameter('init=/bin/sh'), expected: /^init=\/bin\/sh SYSTEMD_/ },
      { what: 'an init word added', change: addInitParameter('systemd.debug_shell'), expected: / -- .* systemd\.debug_shell$/ },
      { what: 'a word replaced', change: replaceKernelParameter('ro', 'rw'), expected: / rootwait rw raid=/ },
      { what: 'a stale root hash', change: stateTable({ rootHash: OTHER_HEX }), expected: new RegExp(` sha256 ${OTHER_HEX} `) },
    ])('has $what in its command line', async ({ change, expected }) => {
      expect(await sectionOf(await built('demo-uki', change), '.cmdline')).toMatch(expected);
    });

    test('follows os-release unless the section itself is edited', async () => {
      const edit = (text: string) => text.replace('ID=bottlerocket', 'ID=debian');
      expect(await sectionOf(await built('demo-uki', editOsRelease(edit)), '.osrel')).toContain('\nID=debian\n');
      expect(await sectionOf(await built('demo-uki', editUkiSection('.osrel', edit)), '.osrel')).toContain('\nID=debian\n');
      expect(await osReleaseOnRoot(await built('demo-uki', editUkiSection('.osrel', edit)))).toContain('\nID=bottlerocket\n');
    });

    test('has sections removed, added and replaced', async () => {
      const changes = [removeUkiSection('.uname'), addUkiSection('.initrd', 'x'), replaceUkiSection('.sbat', 'sbat,0\n')];
      const image = await built('demo-uki', (base) => changes.reduce((recipe, change) => change(recipe), base));
      const names = await sectionNames(image);
      expect(names).not.toContain('.uname');
      expect(names.at(-1)).toBe('.initrd');
      expect(await sectionOf(image, '.sbat')).toBe('sbat,0\n');
    });

    test('has an HMAC that is not its own, and a certificate table', async () => {
      const stale = 'a5'.repeat(64);
      const esp = await espOf(await built('demo-uki', stateUkiHmac({ hmac: stale })));
      expect(await readFile(join(esp, 'EFI/BOOT/.bottlerocket.efi.hmac'), 'utf8')).toBe(`${stale}  EFI/BOOT/BOOTX64.EFI\n`);
      const signed = await espOf(await built('demo-uki', addUkiCertificate(Buffer.from('lab signature'))));
      expect((await readFile(join(signed, UKI))).includes('lab signature')).toBe(true);
    });
  });

  test('the ESP has files more and less, by the case they were given', async () => {
    const files = { '/EFI/BOOT/BOOTX64.EFI.extra.d/x.addon.efi': 'addon', '/loader/credentials/a.cred': 'credential', '/stray.txt': 'stray' };
    const added = await built('demo-uki', addEspFiles(files));
    const esp = await espOf(added);
    for (const [path, content] of Object.entries(files)) expect(await readFile(join(esp, path), 'utf8')).toBe(content);
    await expect(readFile(join(await espOf(await built('demo-uki', removeEspFile('/EFI/BOOT/db.crt'))), 'EFI/BOOT/db.crt'))).rejects.toThrow('ENOENT');
  });

  describe('an EROFS root', () => {
    const usr = systemRoot(baseRecipes['demo-2026'].release);

    test('has files added and removed, setuid bits, capabilities and labels with them', async () => {
      const helper = { ...file('usr/bin/helper', 'program', 0o4755), xattrs: { 'security.capability': NET_RAW }, label: 'system_u:object_r:lab_t:s0' };
      const image = await built('demo-2026', (base) => removeFile('usr/bin/runc')(addFiles(helper)(base)));
      const root = await partOf(image, 'ROOT-A');
      expect(await onRoot(root, `${usr}/bin/helper`)).toMatch(/regular file[\s\S]*Xattr size: [1-9]/);
      expect(await onRoot(root, `${usr}/bin/runc`)).toBe('');
      const bytes = await readFile(root);
      for (const text of [`capability${NET_RAW.toString('latin1')}`, 'selinuxsystem_u:object_r:lab_t:s0']) expect(bytes.includes(text, 0, 'latin1')).toBe(true);
      const tree = await extractRoot(root, `${image.path}-root`);
      expect((await stat(join(tree, usr, 'bin/helper'))).mode & 0o7777).toBe(0o4755);
    });

    test('has a device', async () => {
      const device = { path: 'usr/share/null', kind: 'character-device', mode: 0o666, device: [1, 3] } as const;
      const root = await partOf(await built('demo-2026', addFiles(device)), 'ROOT-A');
      expect(await onRoot(root, `${usr}/share/null`)).toContain('char dev');
    });

    test('is damaged under a hash tree that agrees', async () => {
      const image = await built('demo-2026', patchRoot({ offset: 1024 + 32, xor: 1 }));
      const root = await partOf(image, 'ROOT-A');
      expect((await runTool('fsck.erofs', [root])).stderr).toContain("superblock chksum doesn't match");
      const rootHash = / sha256 ([0-9a-f]{64}) /.exec((await bootFile(image, 'BOOT-A', '/grub/grub.cfg')).toString())?.[1] ?? '';
      await expect(runTool('veritysetup', ['verify', root, await partOf(image, 'HASH-A'), rootHash])).resolves.toMatchObject({ exitCode: 0 });
    });

    test('cannot be changed by debugfs', async () => {
      await expect(built('demo-2026', editRoot('ln USR USR/share/up'))).rejects.toThrow('debugfs cannot change an EROFS root');
    });
  });

  describe('a GRUB image', () => {
    test('has another bootconfig text, with a right trailer', async () => {
      const bytes = await bootFile(
        await built(
          'demo-2026',
          editBootConfig((text) => `${text}kernel.x = 1\n`),
        ),
        'PRIVATE',
        '/bootconfig.data',
      );
      expect(bytes.toString()).toContain('kernel.x = 1\n');
      const size = bytes.readUInt32LE(bytes.length - 20);
      expect(bytes.subarray(0, size).reduce((sum, byte) => sum + byte, 0)).toBe(bytes.readUInt32LE(bytes.length - 16));
    });

    test('has one byte of the trailer changed', async () => {
      const [before, after] = [await bootFile(await built('demo-2026', same), 'PRIVATE', '/bootconfig.data'), await flipped(-16)];
      expect(before.map((byte, at) => byte ^ after[at]!).filter((difference) => difference !== 0)).toEqual(Buffer.from([1]));
      expect(after[after.length - 16]! ^ before[before.length - 16]!).toBe(1);
    });

    test('lacks bootconfig.data', async () => {
      await expect(bootFile(await built('demo-2026', removeBootConfig()), 'PRIVATE', '/bootconfig.data')).rejects.toThrow('File not found');
    });

    test('has another /config than its kernel, or a kernel of another', async () => {
      const edit = (text: string) => text.replace('CONFIG_DM_VERITY=y', '# CONFIG_DM_VERITY is not set');
      expect((await bootFile(await built('demo-2026', editKernelConfig(edit)), 'BOOT-A', '/config')).toString()).toContain('# CONFIG_DM_VERITY is not set');
      const other = await bootFile(await built('demo-2026', changeKernel({ version: '6.18.49' })), 'BOOT-A', '/vmlinuz');
      expect(other.includes('6.18.49 (staticfire@lab)')).toBe(true);
      expect((await bootFile(await built('demo-2026', replaceKernel(Buffer.from('MZ'))), 'BOOT-A', '/vmlinuz')).toString()).toBe('MZ');
    });

    test('states another HMAC of the kernel', async () => {
      const stale = 'a5'.repeat(64);
      expect((await bootFile(await built('demo-2026', stateKernelHmac(stale)), 'BOOT-A', '/.vmlinuz.hmac')).toString()).toBe(`${stale}  vmlinuz\n`);
    });
  });

  test('PRIVATE is noise', async () => {
    const bytes = await readFile(await partOf(await built('demo-uki', replacePrivate('random')), 'PRIVATE'));
    const counts = new Array<number>(256).fill(0);
    for (const byte of bytes.subarray(0, 1 << 20)) counts[byte]! += 1;
    expect(Math.max(...counts)).toBeLessThan(4600);
    expect(Math.min(...counts)).toBeGreaterThan(3600);
  });

  test.each(['gpt-disk-os', 'gpt-part-reserved-b', 'root-erofs', 'boot-ext4', 'private-ext4', 'efi-vfat'] as const)('only %s differs', (target) => {
    const base = baseRecipes['demo-2026'];
    expect(identifiers(base).filter((id) => !identifiers(alterDerivedId(target)(base)).includes(id))).toHaveLength(1);
  });
});

const same: Change = (base) => base;

function identifiers({ diskGuid, partitions, filesystemIds: ids }: ImageRecipe): (string | undefined)[] {
  return [diskGuid, ...partitions.map(({ guid }) => guid), ids.root.uuid, ids.boot.uuid, ids.private.uuid, ids.esp];
}

interface Built {
  readonly path: string;
  readonly recipe: ImageRecipe;
}

let count = 0;

async function built(base: MutationBase, change: Change): Promise<Built> {
  const recipe = change(baseRecipes[base]);
  count += 1;
  const path = join(folder, `image-${count}`);
  await buildImage(recipe, path);
  return { path, recipe };
}

function partOf({ path, recipe }: Built, key: PartitionKey): Promise<string> {
  return extractPartition(path, recipe.partitions, key, `${path}-${key}`);
}

async function espOf(image: Built): Promise<string> {
  return extractFat(await partOf(image, 'EFI-A'), `${image.path}-esp`);
}

async function flipped(offset: number): Promise<Buffer> {
  return bootFile(await built('demo-2026', flipBootConfigByte(offset)), 'PRIVATE', '/bootconfig.data');
}

/** What dump.erofs says about a path; empty when it is not there, for dump.erofs exits with 0 all the same. */
async function onRoot(root: string, path: string): Promise<string> {
  return (await runTool('dump.erofs', [`--path=${path}`, root])).stdout;
}

async function bootFile(image: Built, key: PartitionKey, path: string): Promise<Buffer> {
  const to = `${image.path}-file`;
  const { stderr } = await runTool('debugfs', ['-R', `dump ${path} ${to}`, await partOf(image, key)]);
  if (stderr.includes('File not found')) throw new Error(stderr);
  return readFile(to);
}

async function osReleaseOnRoot(image: Built): Promise<string> {
  const tree = await extractRoot(await partOf(image, 'ROOT-A'), `${image.path}-root`);
  return readFile(join(tree, systemRoot(image.recipe.release), 'lib/os-release'), 'utf8');
}

async function sectionOf(image: Built, section: string): Promise<string> {
  const to = `${image.path}-section`;
  await runTool('objcopy', ['-O', 'binary', `--dump-section=${section}=${to}`, join(await espOf(image), UKI), '/dev/null']);
  return readFile(to, 'utf8');
}

async function sectionNames(image: Built): Promise<string[]> {
  const { stdout } = await runTool('objdump', ['-h', join(await espOf(image), UKI)]);
  return [...stdout.matchAll(/^ *\d+ (\.\S+)/gm)].map((match) => match[1]!);
}
