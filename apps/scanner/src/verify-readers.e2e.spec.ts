import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  describeOracle,
  guestfsKernel,
  labImage,
  labImageLz4,
  packOva,
  packVirtualDisk,
  recipes,
  runStaticfire,
  toolsFor,
  type VirtualDiskForm,
} from '@staticfire/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const COMMAND = fileURLToPath(new URL('./staticfire.ts', import.meta.url));
const MINUTES = 60_000;
/** In `npm test` the image whose partitions have all three filesystems; `npm run test:guestfs` takes all. */
const IMAGES = process.env['STATICFIRE_GUESTFS'] === 'all' ? [...recipes.keys()] : ['k8s-2026'];

/** What is not one raw disk: QEMU reads virtual disks itself, gets those of an OVA and what is compressed from us, and has a data disk beside. */
const FORMS: Readonly<Record<string, (folder: string) => Promise<readonly string[]>>> = {
  'qcow2, zstd': (folder) => virtualDisk('qcow2, zstd', join(folder, 'disk.qcow2')),
  'an OVA with a data disk': async (folder) => {
    const image = await labImage('k8s-1.26');
    await packOva([image, image.replace(/\.img$/, '-data.img')], join(folder, 'split.ova'));
    return [join(folder, 'split.ova')];
  },
  'VMDK, stream-optimised': (folder) => virtualDisk('VMDK, stream-optimised', join(folder, 'disk.vmdk')),
  'an LZ4 file': async () => [await labImageLz4('k8s-2026')],
};
const TAKEN = Object.keys(FORMS).slice(0, process.env['STATICFIRE_GUESTFS'] === 'all' ? undefined : 2);

async function virtualDisk(form: VirtualDiskForm, path: string): Promise<readonly string[]> {
  await packVirtualDisk(await labImage('demo'), form, path);
  return [path];
}

describeOracle('verify-readers', toolsFor('guestfish', 'qemu-system-x86_64', 'depmod', 'apt-get', 'dpkg-deb', 'qemu-img', 'tar'), () => {
  it.each(TAKEN)('finds no difference in %s', { timeout: 15 * MINUTES }, async (form) => {
    const folder = mkdtempSync(join(tmpdir(), 'staticfire-forms-'));
    try {
      const paths = await FORMS[form]!(folder);
      const env = { ...(await guestfsKernel()), TMPDIR: folder };
      const run = await runStaticfire(['verify-readers', ...paths, '--format', 'json', '--quiet'], { env, timeout: 14 * MINUTES });
      expect(run.exitCode, run.stderr).toBe(0);
      expect(JSON.parse(run.stdout)).toMatchObject({ path: paths[0], differences: [] });
      expect(readdirSync(folder).filter((name) => name.startsWith('staticfire-guestfs-'))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each(IMAGES)('finds no difference in %s', { timeout: 15 * MINUTES }, async (name) => {
    const path = await labImage(name);
    const run = await runStaticfire(['verify-readers', path, '--format', 'json'], { env: await guestfsKernel(), timeout: 14 * MINUTES });
    expect(run.exitCode, run.stderr).toBe(0);
    const { differences, facts, sha256, notCompared } = JSON.parse(run.stdout);
    expect(differences).toEqual([]);
    expect(facts).toBeGreaterThan(90);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(notCompared.join()).toMatch(/dm-verity/);
    expect(run.stderr).toMatch(/reading with libguestfs: done/);
  });
});

describe.skipIf(process.platform !== 'linux')('--reader guestfs', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'staticfire-readers-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const left = () => readdirSync(folder).filter((name) => name.startsWith('staticfire-guestfs-'));
  const env = (path: string) => ({ PATH: path, TMPDIR: folder, LIBGUESTFS_BACKEND_SETTINGS: 'force_tcg' });

  it.each(['scan', 'collect', 'facts', 'verify-readers'])('%s ends with 2 and names the packages where guestfish is missing', async (command) => {
    const reader = command === 'verify-readers' ? [] : ['--reader', 'guestfs'];
    const run = await runStaticfire([command, await labImage('demo'), ...reader], { env: env(folder) });
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toMatch(/guestfish is not installed \(Debian package libguestfs-tools, Fedora guestfs-tools\)/);
    expect(left()).toEqual([]);
  });

  it('ends with 2 for partition images', async () => {
    const paths = ['boot.ext4', 'root.ext4', 'root.verity'].map((name) => join(folder, `x-${name}`));
    for (const path of paths) writeFileSync(path, Buffer.alloc(4096));
    const run = await runStaticfire(['verify-readers', ...paths, '--quiet'], { env: env(folder) });
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toMatch(/libguestfs is given disks only, and these are partition images/);
  });

  it('ends with 3 where libguestfs cannot start', async () => {
    writeGuestfish('echo "supermin: no kernel" >&2; exit 1');
    const run = await runStaticfire(['scan', await labImage('demo'), '--reader', 'guestfs', '--quiet'], { env: env(`${folder}:${process.env['PATH']}`) });
    expect(run).toMatchObject({ exitCode: 3, stdout: '', stderr: expect.stringMatching(/demo.img: guestfish ended with exit code 1: supermin: no kernel\n$/) });
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('leaves neither processes nor files behind after %s', async (signal) => {
    writeGuestfish(`sleep 1000 & echo $! > ${folder}/child; echo $$ > ${folder}/pid; wait`);
    const child = spawn(process.execPath, [COMMAND, 'scan', await labImage('demo'), '--reader', 'guestfs', '--quiet'], {
      stdio: 'ignore',
      env: { ...process.env, ...env(`${folder}:${process.env['PATH']}`) },
    });
    const ended = new Promise((resolve) => {
      child.on('exit', resolve);
    });
    await expect.poll(() => existsSync(join(folder, 'pid')), { timeout: MINUTES }).toBe(true);
    expect(left()).toHaveLength(1);
    child.kill(signal);
    expect(await ended).toBe(130);
    await expect.poll(() => ['pid', 'child'].map(isRunning)).toEqual([false, false]);
    expect(left()).toEqual([]);
  });

  function writeGuestfish(script: string): void {
    writeFileSync(join(folder, 'guestfish'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, 'guestfish'), 0o755);
  }

  /** A process that has ended and that nobody has asked for is none. */
  function isRunning(file: string): boolean {
    const status = `/proc/${readFileSync(join(folder, file), 'utf8').trim()}/stat`;
    return existsSync(status) && !readFileSync(status, 'utf8').includes(') Z');
  }
});
