import { closeSync, createReadStream, mkdtempSync, openSync, readSync, rmSync, statSync, symlinkSync, writeSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { canonicalJson, findFact } from '@staticfire/facts';
import { collectFacts } from '@staticfire/scan';
import { planInput } from '@staticfire/scan/input';
import { type BuildForm, type BuiltFiles, buildFolder, describeOracle, packOva, packVirtualDisk, recipes, runStaticfire, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const TOOLS = toolsFor('mke2fs', 'debugfs', 'resize2fs', 'sgdisk', 'veritysetup', 'mkfs.vfat', 'mcopy', 'secilc', 'lz4', 'qemu-img', 'tar');
const tool = { name: 'staticfire', version: '0.0.0' };
const POLICY = '/etc/selinux/fortified/policy/policy.31';

describeOracle('commands that take an IMAGE', TOOLS, () => {
  let base = '';
  let server: Server | undefined;
  let url = '';
  const built = new Map<BuildForm, BuiltFiles>();
  const files = (form: BuildForm): BuiltFiles => built.get(form)!;
  const ova = (...disks: readonly ('disk' | 'dataDisk')[]) => join(base, `${disks.join('-')}.ova`);
  beforeAll(async () => {
    base = mkdtempSync(join(tmpdir(), 'staticfire-image-inputs-'));
    for (const form of ['lz4', 'raw'] as const) built.set(form, await buildFolder({ ...recipes.get('demo')!, withDataDisk: true }, join(base, form), form));
    const { disk, dataDisk } = files('raw');
    await packOva([disk, dataDisk!], ova('disk', 'dataDisk'));
    await packOva([dataDisk!, disk], ova('dataDisk', 'disk'));
    await packVirtualDisk(disk, 'qcow2, zstd', join(base, 'disk.qcow2'));
    writeFrames(disk, join(base, 'disk.img.zst'));
    symlinkSync(dirname(files('lz4').disk), join(base, 'latest'));
    server = createServer((request, response) => {
      const path = join(base, basename((request.url ?? '').split('?')[0]!));
      const [, from = '0', to] = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '') ?? [];
      const { size } = statSync(path);
      const last = to === undefined || to === '' ? size - 1 : Math.min(Number(to), size - 1);
      const headers = { 'content-range': `bytes ${from}-${last}/${size}`, 'content-length': last - Number(from) + 1, etag: '"one"' };
      response.writeHead(206, headers);
      createReadStream(path, { start: Number(from), end: last }).pipe(response);
    });
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/disk.qcow2?signature=secret`;
  }, 180_000);
  afterAll(() => {
    server?.close();
    rmSync(base, { recursive: true, force: true });
  });

  const triplet = (form: BuildForm) => [files(form).boot!, files(form).root, files(form).verity];
  const collect = (paths: readonly string[], dataDisk?: string) => collectFacts({ ...planInput(paths, dataDisk), tool });
  const run = (...args: readonly string[]) => runStaticfire([...args]);
  const withoutPath = (text: string) => text.replaceAll(/^(path: ).*$/gm, '$1');

  /** What is as good as the raw disk. */
  const DISKS: readonly (readonly [string, () => readonly string[]])[] = [
    ['a folder', () => [join(base, 'latest')]],
    ['a container', () => [join(base, 'disk.qcow2')]],
    ['an OVA', () => [ova('disk', 'dataDisk')]],
    ['an OVA whose hardware has the data disk first', () => [ova('dataDisk', 'disk')]],
    ['a zstd file of several frames', () => [join(base, 'disk.img.zst')]],
    ['a URL', () => [url]],
  ];

  describe.each(DISKS)('%s', (_, paths) => {
    it('is taken by facts', async () => {
      const [expected, found] = [await run('facts', files('raw').disk, 'kernel.config'), await run('facts', ...paths(), 'kernel.config')];
      expect(found).toMatchObject({ exitCode: 0, stdout: expected.stdout });
      expect(expected.stdout).toMatch(/^kernel.config/);
    });
    it('is taken by partitions', async () => {
      const [expected, found] = [await run('partitions', files('raw').disk), await run('partitions', ...paths())];
      expect(found).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(expected.stdout) });
    });
    it('is taken by selinux questions, labels and checks', async () => {
      for (const question of [['info'], ['labels']]) {
        const [expected, found] = [await run('selinux', ...question, files('raw').disk), await run('selinux', ...question, ...paths())];
        expect(found.stderr).toBe('');
        expect(withoutPath(found.stdout)).toBe(withoutPath(expected.stdout));
        expect(found.exitCode).toBe(expected.exitCode);
      }
    });
  });

  it.each(['lz4', 'raw'] as const)('three partition images, %s, are taken by what needs no table', async (form) => {
    const [expected, found] = [await run('facts', files('raw').disk, 'kernel.config'), await run('facts', ...triplet(form), 'kernel.config')];
    expect(found).toMatchObject({ exitCode: 0, stdout: expected.stdout });
    const labels = [await run('selinux', 'labels', files('raw').disk), await run('selinux', 'labels', ...triplet(form))];
    expect(labels[1]).toMatchObject({ exitCode: labels[0]!.exitCode, stdout: labels[0]!.stdout, stderr: '' });
  });

  it('ROOT alone has the policy', async () => {
    for (const form of ['lz4', 'raw'] as const) {
      const { root } = files(form);
      const found = await run('selinux', 'info', root, '--format', 'json');
      expect(found).toMatchObject({ exitCode: 0, stderr: '' });
      expect(JSON.parse(found.stdout).policy).toEqual({ path: root, bank: 'A', file: POLICY });
    }
    const difference = await run('selinux', 'diff', files('lz4').root, join(base, 'latest'));
    expect(difference).toMatchObject({ exitCode: 0, stdout: '' });
  });

  it('nothing that is secret in a URL is shown', async () => {
    for (const args of [
      ['selinux', 'info'],
      ['selinux', 'labels', '--format', 'json'],
      ['facts', '--format', 'json'],
    ]) {
      const { stdout, stderr } = await run(...args, url);
      expect(stdout + stderr).not.toContain('secret"');
      expect(stdout + stderr).not.toContain('signature=');
    }
  });

  it.each([
    ['partitions of partition images', () => ['partitions', ...triplet('raw')], 'partition images have no partition table; give the disk'],
    ['labels of ROOT alone', () => ['selinux', 'labels', files('raw').root], 'is one partition by its name; give all of'],
    ['a policy on BOOT', () => ['selinux', 'info', files('raw').boot!], 'on which no policy lies; give the one that ends in -root.ext4'],
    ['a data disk for a policy', () => ['selinux', 'info', files('raw').disk, '--data-disk', 'x'], 'Neither a policy nor labels are on a data disk'],
    ['two disks', () => ['facts', files('raw').disk, files('lz4').disk], 'both are disk by their names'],
    ['a fact that there is not', () => ['facts', files('raw').disk, 'kernel.confit'], 'there is no fact kernel.confit'],
    ['saved facts among images', () => ['facts', 'facts.json', files('raw').disk], 'its name is of none of'],
  ] as const)('%s: ends with 2', async (_, args, words) => {
    const found = await run(...args());
    expect(found).toMatchObject({ exitCode: 2, stdout: '' });
    expect(found.stderr).toContain(words);
  });

  it.each([['facts'], ['partitions'], ['verify-readers'], ['why'], ['selinux labels'], ['selinux can']])('%s --help names what it takes', async (command) => {
    const { stdout, exitCode } = await run(...command.split(' '), '--help');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('--allow-http');
    expect(stdout.includes('--data-disk')).toBe(!command.startsWith('selinux'));
  });

  it('partitions shows the table of the data disk, too', async () => {
    const { disk, dataDisk } = files('raw');
    const given = await run('partitions', disk, '--data-disk', dataDisk!, '--format', 'json');
    const { dataDisk: table, ...own } = JSON.parse(given.stdout);
    expect(own).toEqual(JSON.parse((await run('partitions', disk, '--format', 'json')).stdout));
    expect(table.entries).toMatchObject([{ index: 1, role: 'DATA' }]);
    for (const paths of [[ova('disk', 'dataDisk')], [join(base, 'latest')], [dataDisk!, disk]]) {
      expect((await run('partitions', ...paths, '--format', 'json')).stdout).toBe(given.stdout);
    }
  });

  describe('the disks of an OVA', () => {
    it.each([
      ['disk', 'dataDisk'],
      ['dataDisk', 'disk'],
    ] as const)('%s, then %s: facts are those of both disks', async (...order) => {
      const { disk, dataDisk } = files('raw');
      const [split, packed] = [await collect([disk], dataDisk), await collect([ova(...order)])];
      expect(canonicalJson(packed.body)).toBe(canonicalJson(split.body));
      expect(findFact(packed.body, 'data.content')).toMatchObject({ value: { partitions: [{ index: 13 }, { disk: 'data', index: 1 }] } });
      const [main, data] = [disk, dataDisk!].map((path) => JSON.stringify(`${basename(path, '.img')}.vmdk`));
      const why = order[0] === 'disk' ? '' : `, by its partitions, though the hardware has ${data} first`;
      expect(packed.input).toMatchObject({ container: 'ova', containerNotes: [`the OVA has 2 disks: this is ${main}${why}, with the data disk ${data}`] });
    });

    it('a data disk that is given is taken, and the one inside is named', async () => {
      const { disk, dataDisk } = files('raw');
      const document = await collect([ova('disk', 'dataDisk')], files('lz4').dataDisk);
      expect(canonicalJson(document.body)).toBe(canonicalJson((await collect([disk], dataDisk)).body));
      expect(document.input.containerNotes?.join()).toMatch(/; not looked at: ".*-data\.vmdk"$/);
    });
  });
});

const FRAME = 4 * 1024 * 1024;

/** As `zstd` writes a file of which each 4 MiB are compressed for themselves, without a table. */
function writeFrames(disk: string, path: string): void {
  const [source, target] = [openSync(disk, 'r'), openSync(path, 'w')];
  const piece = Buffer.alloc(FRAME);
  for (let length = readSync(source, piece); length > 0; length = readSync(source, piece)) {
    writeSync(target, zstdCompressSync(piece.subarray(0, length), { pledgedSrcSize: length }));
  }
  for (const each of [source, target]) closeSync(each);
}
