import { createHash, createHmac } from 'node:crypto';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeOracle } from '../oracle.ts';
import { toolsFor } from '../oracle-tools.ts';
import { buildImage, LAB_TOOLS_2026 } from './build-image.ts';
import { digestFile } from './digest.ts';
import { extractPartition } from './extract-partition.ts';
import { extractRoot } from './extract-tree.ts';
import { labArchive, labImageLz4 } from './lab-archive.ts';
import { labImage, recipeNamed } from './lab-image.ts';
import { partitionOf } from './partition-plan.ts';
import type { PartitionKey } from './partition-types.ts';
import { osRelease, systemRoot } from './release.ts';
import { runTool } from './run-tool.ts';

const TOOLS = toolsFor(...LAB_TOOLS_2026, 'e2fsck', 'fsck.vfat', 'fsck.erofs', 'dump.erofs', 'objdump', 'objcopy', 'grub-script-check');
const MINUTES = 60_000;
const FIPS_KEY = 'FIPS-FTW-RHT2009';

// `large-erofs` downloads Debian packages and takes minutes: checked when STATICFIRE_LARGE is set.
const GRUB = ['k8s-2026', 'k8s-2026-arm', ...(process.env['STATICFIRE_LARGE'] === undefined ? [] : ['large-erofs'])];
// These differ from others in little, which the identifiers show.
const VARIATIONS = ['fips-2026', 'uki-fips-2026', 'nvidia-2026', 'demo-2026', 'demo-uki'];
const UKI = [
  { name: 'uki-2026', partition: 'EFI-A', path: '/EFI/BOOT/BOOTX64.EFI', hmac: '/EFI/BOOT/.bottlerocket.efi.hmac' },
  { name: 'uki-boot-2026', partition: 'BOOT-A', path: '/EFI/Linux/bottlerocket.efi', hmac: '/EFI/Linux/.bottlerocket.efi.hmac' },
] as const;
const DERIVED = [...GRUB, 'uki-2026', ...VARIATIONS];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lab-2026-spec-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describeOracle('lab images of 2026', TOOLS, () => {
  describe.each([...GRUB, ...UKI.map(({ name }) => name)])('%s', (name) => {
    test(
      'sgdisk finds no problem',
      async () => {
        const { stdout } = await runTool('sgdisk', ['-v', await labImage(name)]);
        expect(stdout).toContain('No problems found');
      },
      10 * MINUTES,
    );

    test(
      'fsck.erofs finds ROOT clean, with one time and the features of a real build',
      async () => {
        const root = await part(name, 'ROOT-A');
        const { stdout: verdict, stderr } = await runTool('fsck.erofs', ['-d3', '--extract', root], { timeout: 5 * MINUTES }); // exits with 0 whatever it finds
        expect(`${verdict}${stderr}`).toMatch(/No errors found/);
        const { stdout } = await runTool('dump.erofs', ['-s', root]);
        expect(stdout).toMatch(/Filesystem features: +sb_csum mtime 0padding big_pcluster/);
        expect(stdout).toMatch(/Filesystem created: +Tue Sep 22 00:00:00 2026/);
        expect((await bytesAt(root, 1024 + 24, 8)).readBigUInt64LE()).toBe(BigInt(recipeNamed(name).time));
      },
      MINUTES,
    );

    test('dump.erofs finds the paths of 2026 and the labels are there', async () => {
      const root = await part(name, 'ROOT-A');
      for (const path of pathsOf(name)) expect((await runTool('dump.erofs', [`--path=${path}`, root])).stdout).toContain(`File : ${path}\n`);
      const { stdout } = await runTool('dump.erofs', ['--path=/', root]);
      expect(stdout).toContain('Access: 0555');
      const blocks = (await bytesAt(root, 1024 + 36, 4)).readUInt32LE();
      const bytes = await bytesAt(root, 0, blocks * 4096);
      for (const type of ['os_t', 'etc_t', 'init_exec_t', 'bus_exec_t', 'runtime_exec_t'])
        expect(bytes.includes(`selinuxsystem_u:object_r:${type}:s0`)).toBe(true);
    }, 60_000);

    test('the policy is of version 32 and has the types that tell its time', async () => {
      const policy = await fileOnRoot(name, `${usrOf(name)}/share/factory/etc/selinux/fortified/policy/policy.32`);
      expect(policy.subarray(0, 20).toString('hex')).toBe('8cff7cf9080000005345204c696e757820000000');
      for (const type of ['container_t', 'runtime_t', 'runtime_fifo_t']) expect(policy.includes(type)).toBe(true);
    }, 60_000);

    test('what compresses is compressed, and the hash tree has two levels', async () => {
      const root = await part(name, 'ROOT-A');
      for (const [path, layout] of Object.entries({ 'bin/containerd': 3, 'share/licenses/release/THIRD-PARTY': 3, 'lib/firmware/lab.bin': 0 })) {
        expect((await runTool('dump.erofs', [`--path=${usrOf(name)}/${path}`, root])).stdout).toContain(`Layout: ${layout} `);
      }
      expect(Number(/ verity 1 \S+ \S+ 4096 4096 (\d+) /.exec(await commandLine(name))?.[1])).toBeGreaterThan(128);
    });

    test('fsck.vfat finds the ESP clean', async () => {
      await expect(runTool('fsck.vfat', ['-n', await part(name, 'EFI-A')])).resolves.toMatchObject({ exitCode: 0 });
    });

    test('veritysetup verifies ROOT against the root hash of the command line', async () => {
      const rootHash = / sha256 ([0-9a-f]{64}) /.exec(await commandLine(name))?.[1] ?? '';
      const parts = [await part(name, 'ROOT-A'), await part(name, 'HASH-A')];
      await expect(runTool('veritysetup', ['verify', ...parts, rootHash], { timeout: 5 * MINUTES })).resolves.toMatchObject({ exitCode: 0 });
    }, 300_000);
  });

  describe.each(GRUB)('%s, by GRUB', (name) => {
    test.each(['BOOT-A', 'PRIVATE'] as const)('e2fsck finds %s clean', async (key) => {
      await expect(runTool('e2fsck', ['-fn', await part(name, key)])).resolves.toMatchObject({ exitCode: 0 });
    });

    test('grub.cfg is GRUB script', async () => {
      await expect(runTool('grub-script-check', [], { input: `${await commandLine(name)}\n` })).resolves.toMatchObject({ exitCode: 0 });
    });

    test('the HMAC of the kernel is right', async () => {
      const [vmlinuz, hmac] = [await fileOnBoot(name, '/vmlinuz'), await fileOnBoot(name, '/.vmlinuz.hmac')];
      expect(hmac.toString()).toBe(`${createHmac('sha512', FIPS_KEY).update(vmlinuz).digest('hex')}  vmlinuz\n`);
    });
  });

  describe.each(UKI)('$name, by UKI', ({ name, partition, path, hmac }) => {
    test('objdump sees the sections of a UKI, and they say what the image says', async () => {
      const uki = await fileOnFat(name, partition, path);
      const { stdout } = await runTool('objdump', ['-h', await saved(uki, `${name}.efi`)]);
      for (const section of ['.sbat', '.osrel', '.cmdline', '.uname', '.linux']) expect(stdout).toContain(section);
      const { release } = recipeNamed(name);
      expect((await sectionOf(name, '.osrel')).toString()).toBe(osRelease(release));
      expect((await sectionOf(name, '.uname')).toString()).toBe(release.kernel);
      expect((await sectionOf(name, '.linux')).toString('latin1', 0x202, 0x206)).toBe('HdrS');
    });

    test('its command line counts from the partition that holds it', async () => {
      const guid = partitionOf(recipeNamed(name).partitions, partition).guid.toUpperCase();
      const text = await commandLine(name);
      expect(text).toContain(`verity 1 PARTUUID=${guid}/PARTNROFF=1 PARTUUID=${guid}/PARTNROFF=2 4096`);
      expect(text).toMatch(/ dm-mod\.create="root,,,ro,0 [^"]+" -- systemd\./);
    });

    test('its HMAC is right', async () => {
      const expected = createHmac('sha512', FIPS_KEY)
        .update(await fileOnFat(name, partition, path))
        .digest('hex');
      expect((await fileOnFat(name, partition, hmac)).toString()).toBe(`${expected}  ${path.slice(1)}\n`);
    });

    test('PRIVATE has no bootconfig.data', async () => {
      const { stdout, stderr } = await runTool('debugfs', ['-R', 'stat /bootconfig.data', await part(name, 'PRIVATE')]);
      expect(`${stdout}${stderr}`).toContain('File not found');
    });
  });

  test.each(DERIVED)(
    'every identifier of %s follows from its build time, variant and architecture',
    async (name) => {
      const { diskGuid, partitions, filesystemIds, release, time } = recipeNamed(name);
      const derive = (target: string) => shape(createHash('sha256').update(`${time}|${release.variant}|${release.arch}|${target}`).digest('hex'));
      const { stdout } = await runTool('sgdisk', ['-v', '-p', await labImage(name)]);
      expect(stdout).toContain('No problems found');
      expect(stdout).toContain(`Disk identifier (GUID): ${derive('gpt-disk-os').toUpperCase()}`);
      expect(diskGuid).toBe(derive('gpt-disk-os'));
      const own = partitions.filter(({ key }) => key !== 'DATA-A');
      expect(own.map(({ guid }) => guid)).toEqual(own.map(({ key }) => derive(`gpt-part-${key.toLowerCase()}`)));
      expect((await bytesAt(await part(name, 'ROOT-A'), 1024 + 48, 16)).toString('hex')).toBe(derive('root-erofs').replaceAll('-', ''));
      expect((await bytesAt(await part(name, 'EFI-A'), 39, 4)).readUInt32LE().toString(16).padStart(8, '0')).toBe(derive('efi-vfat').slice(0, 8));
      expect(filesystemIds.boot).toEqual({ uuid: derive('boot-ext4'), hashSeed: derive('boot-ext4') });
    },
    60_000,
  );

  test.each(['demo-2026', 'demo-uki'])(
    'two builds of %s from nothing are the same, byte for byte',
    async (name) => {
      const digests = [await buildFresh(name, 'one'), await buildFresh(name, 'two'), await digestFile(await labImage(name))];
      expect(new Set(digests).size).toBe(1);
    },
    120_000,
  );

  test('the archives are whole', async () => {
    await expect(runTool('lz4', ['-t', await labImageLz4('k8s-2026')])).resolves.toMatchObject({ exitCode: 0 });
    await expect(runTool('gzip', ['-t', await labArchive('demo', 'gz')])).resolves.toMatchObject({ exitCode: 0 });
    await expect(runTool('zstd', ['-t', await labArchive('demo', 'zst')])).resolves.toMatchObject({ exitCode: 0 });
  }, 120_000);
});

function pathsOf(name: string): string[] {
  const usr = usrOf(name);
  const share = ['image-features.env', 'image-format.env', 'spdx-sbom.json', 'cyclonedx-sbom.json', 'application-inventory.json'];
  return ['/.bottlerocket', `${usr}/bin/whippet`, `${usr}/lib/systemd/systemd-executor`, ...share.map((each) => `${usr}/share/bottlerocket/${each}`)];
}

function usrOf(name: string): string {
  return systemRoot(recipeNamed(name).release);
}

function shape(hex: string): string {
  const variant = '8888888889ab89ab'[Number.parseInt(hex[16]!, 16)];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

async function buildFresh(name: string, copy: string): Promise<string> {
  const path = join(folder, `${name}-${copy}`);
  await buildImage(recipeNamed(name), path, `${path}-parts`);
  return digestFile(path);
}

const parts = new Map<string, Promise<string>>();

function part(name: string, key: PartitionKey): Promise<string> {
  const id = `${name}-${key}`;
  const known = parts.get(id) ?? labImage(name).then((image) => extractPartition(image, recipeNamed(name).partitions, key, join(folder, id)));
  parts.set(id, known);
  return known;
}

async function fileOnRoot(name: string, path: string): Promise<Buffer> {
  return readFile(join(await extractRoot(await part(name, 'ROOT-A'), join(folder, `${name}-tree`)), path));
}

async function fileOnBoot(name: string, path: string): Promise<Buffer> {
  const to = join(folder, 'boot-file');
  await runTool('debugfs', ['-R', `dump ${path} ${to}`, await part(name, 'BOOT-A')]);
  return readFile(to);
}

async function fileOnFat(name: string, key: PartitionKey, path: string): Promise<Buffer> {
  const to = join(folder, 'fat-file');
  await runTool('mcopy', ['-n', '-o', '-i', await part(name, key), `::${path}`, to]);
  return readFile(to);
}

async function sectionOf(name: string, section: string): Promise<Buffer> {
  const { partition, path } = UKI.find((each) => each.name === name)!;
  const to = join(folder, 'section');
  await runTool('objcopy', ['-O', 'binary', `--dump-section=${section}=${to}`, await saved(await fileOnFat(name, partition, path), 'uki.efi'), '/dev/null']);
  return readFile(to);
}

async function commandLine(name: string): Promise<string> {
  return UKI.some((each) => each.name === name) ? (await sectionOf(name, '.cmdline')).toString() : (await fileOnBoot(name, '/grub/grub.cfg')).toString();
}

async function saved(bytes: Uint8Array, name: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

async function bytesAt(path: string, offset: number, length: number): Promise<Buffer> {
  const handle = await open(path);
  try {
    return (await handle.read(Buffer.alloc(length), 0, length, offset)).buffer;
  } finally {
    await handle.close();
  }
}
