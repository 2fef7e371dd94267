import {
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { canonicalJson, type FactsDocument, findFact } from '@staticfire/facts';
import type { ScanResult } from '@staticfire/findings';
import { collectFacts } from '@staticfire/scan';
import { planInput } from '@staticfire/scan/input';
import { type BuildForm, type BuiltFiles, buildFolder, describeOracle, type Run, recipes, runStaticfire, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

const TOOLS = toolsFor('mke2fs', 'debugfs', 'resize2fs', 'sgdisk', 'veritysetup', 'mkfs.vfat', 'mcopy', 'secilc', 'lz4');
const tool = { name: 'staticfire', version: '0.0.0' };
const RULE = 'baseline:release/artifacts-agree';
const AGREEMENT = 'artifacts.agreement';

describeOracle('inputs of several files', TOOLS, () => {
  let base = '';
  const built = new Map<BuildForm, BuiltFiles>();
  const files = (form: BuildForm): BuiltFiles => built.get(form)!;
  const folderOf = (form: BuildForm): string => dirname(files(form).disk);
  beforeAll(async () => {
    base = mkdtempSync(join(tmpdir(), 'staticfire-inputs-'));
    for (const form of ['lz4', 'raw'] as const) built.set(form, await buildFolder({ ...recipes.get('demo')!, withDataDisk: true }, join(base, form), form));
  }, 120_000);
  afterAll(() => rmSync(base, { recursive: true, force: true }));

  const collect = (paths: readonly string[], dataDisk?: string) => collectFacts({ ...planInput(paths, dataDisk), tool });
  const stateOf = (document: FactsDocument, name: string) => findFact(document.body, name)?.state;
  /** Rule → verdict. */
  async function scan(...args: readonly string[]): Promise<Run & { readonly result: ScanResult; readonly verdicts: Readonly<Record<string, string>> }> {
    const run = await runStaticfire(['scan', ...args, '--quiet', '--format', 'json']);
    const result = JSON.parse(run.stdout) as ScanResult;
    return { ...run, result, verdicts: Object.fromEntries(result.rules.map(({ id, verdict }) => [id, verdict])) };
  }

  /** A folder of its own with the names of a build, as hard links, to be changed. */
  let folders = 0;
  function copyOf(form: BuildForm, kinds: readonly (keyof BuiltFiles)[]): string {
    const folder = join(base, `copy-${++folders}`);
    mkdirSync(folder);
    for (const kind of kinds) linkSync(files(form)[kind]!, join(folder, basename(files(form)[kind]!)));
    return folder;
  }
  const nameOf = (kind: keyof BuiltFiles, form: BuildForm = 'raw') => basename(files(form)[kind]!);
  function replace(folder: string, kind: keyof BuiltFiles, change: (path: string) => void): void {
    const path = join(folder, nameOf(kind));
    copyFileSync(path, `${path}.new`);
    renameSync(`${path}.new`, path);
    change(path);
  }
  const writeByte = (offset: number) => (path: string) => void writeSync(openSync(path, 'r+'), Buffer.from([0xa5]), 0, 1, offset);
  const ALL = ['disk', 'boot', 'root', 'verity'] as const;
  async function agreementOf(folder: string): Promise<readonly (readonly (string | number)[])[]> {
    const document = await collect([folder]);
    const fact = findFact(document.body, AGREEMENT);
    if (fact?.state !== 'present') throw new Error('no agreement');
    const { artifacts } = fact.value as { artifacts: { suffix: string; agreement: string; offset?: number; $unreadable?: { message: string } }[] };
    return artifacts.map(({ suffix, agreement, offset, $unreadable }) =>
      $unreadable === undefined ? [suffix, agreement, ...(offset === undefined ? [] : [offset])] : ['', $unreadable.message],
    );
  }

  it.each(['lz4', 'raw'] as const)('three partition images, %s: what they say is what the disk says, and what only a disk says is not known', async (form) => {
    const { boot, root, verity, disk } = files(form);
    const [alone, whole] = [await scan(root, verity, boot!), await scan(disk)] as const;
    expect(alone.exitCode).toBe(3);
    expect(whole.exitCode).toBe(0);
    const changed = Object.keys(whole.verdicts).filter((id) => alone.verdicts[id] !== whole.verdicts[id]);
    expect(new Set(changed.map((id) => alone.verdicts[id]))).toEqual(new Set(['unknown']));
    const disks = ['disk/backup-table', 'disk/never-booted', 'disk/partition-plan', 'disk/data-unused', 'private/only-boot-config', 'boot/secure-boot'];
    for (const id of [...disks, 'boot/no-weakening', 'secrets/none-on-private']) expect(alone.verdicts[`baseline:${id}`]).toBe('unknown');
    for (const id of ['verity/data-intact', 'verity/superblock-agrees', 'verity/covers-root', 'verity/partitions', 'verity/fails-closed', 'updates/source']) {
      expect(alone.verdicts[`baseline:${id}`]).toBe('pass');
    }
    expect(alone.result.input).toMatchObject({
      path: root,
      others: [
        { holds: 'BOOT', path: boot },
        { holds: 'HASH', path: verity },
      ],
    });
    expect(alone.result.image.unreadable).toContain('the partition table is not among the partition images that were given');
  });

  it('three partition images: compressed and raw have the same facts body', async () => {
    const [lz4, raw] = await Promise.all((['lz4', 'raw'] as const).map((form) => collect([files(form).boot!, files(form).root, files(form).verity])));
    expect(canonicalJson(lz4!.body)).toBe(canonicalJson(raw!.body));
    expect(
      raw!.body.facts.filter(({ name }) => name.startsWith('disk.') || name === 'private.files' || name === 'data.content').map(({ state }) => state),
    ).toEqual(Array.from({ length: 4 }, () => 'unreadable'));
  });

  it('three partition images that do not belong together: dm-verity tells', async () => {
    const folder = copyOf('raw', ALL);
    replace(folder, 'root', writeByte(100_000));
    const { verdicts, exitCode } = await scan(...(['boot', 'root', 'verity'] as const).map((kind) => join(folder, nameOf(kind))));
    expect(verdicts['baseline:verity/data-intact']).toBe('fail');
    expect(exitCode).toBe(1);
  });

  it('a folder: the facts are those of its disk with its data disk, and the agreement', async () => {
    const { disk, dataDisk } = files('lz4');
    const [found, given, alone] = [await collect([folderOf('lz4')]), await collect([disk], dataDisk), await collect([disk])];
    const without = ({ body }: FactsDocument, ...names: readonly string[]) =>
      canonicalJson({ ...body, facts: body.facts.filter(({ name }) => !names.includes(name)) });
    expect(without(found, AGREEMENT)).toBe(without(given, AGREEMENT));
    expect(without(given, 'data.content')).toBe(without(alone, 'data.content'));
    expect([found, given, alone].map((document) => stateOf(document, AGREEMENT))).toEqual(['present', 'absent', 'absent']);
    expect(found.input).toMatchObject({ path: disk, folder: folderOf('lz4'), others: [{ holds: 'DATA', path: dataDisk }] });
  });

  it('a data disk: what DATA holds is told of both disks', async () => {
    const { disk, dataDisk } = files('raw');
    const { body } = await collect([dataDisk!, disk]);
    expect(findFact(body, 'data.content')).toMatchObject({
      value: {
        partitions: [
          { index: 13, content: 'zeros' },
          { disk: 'data', partLabel: '', index: 1, content: 'zeros' },
        ],
      },
    });
  });

  it.each(['lz4', 'raw'] as const)('a folder of one build, %s: everything agrees', async (form) => {
    const latest = join(base, `latest-${form}`);
    symlinkSync(folderOf(form), latest);
    const { exitCode, verdicts, result } = await scan(latest);
    expect(exitCode).toBe(0);
    expect(verdicts[RULE]).toBe('pass');
    expect(result.input.path).toBe(join(latest, nameOf('disk', form)));
    const suffix = form === 'lz4' ? '.lz4' : '';
    expect(await agreementOf(latest)).toEqual([
      ['application-inventory.json', 'equal'],
      [`-boot.ext4${suffix}`, 'equal'],
      [`-data.img${suffix}`, 'scanned'],
      [`-root.ext4${suffix}`, 'equal'],
      [`-root.verity${suffix}`, 'equal'],
      [`.img${suffix}`, 'scanned'],
    ]);
  });

  it('a folder with two forms of the disk: the faster one is scanned, the other compared', async () => {
    const folder = copyOf('raw', ['disk']);
    linkSync(files('lz4').disk, join(folder, nameOf('disk', 'lz4')));
    expect(await agreementOf(folder)).toEqual([
      ['.img', 'scanned'],
      ['.img.lz4', 'equal'],
    ]);
    replace(folder, 'disk', writeByte(5 * 1024 * 1024 + 4096));
    expect(await agreementOf(folder)).toEqual([
      ['.img', 'scanned'],
      ['.img.lz4', 'differs', 5 * 1024 * 1024 + 4096],
    ]);
  });

  it.each([
    ['a byte in the middle', 'root', writeByte(300_001), 300_001],
    ['the first byte', 'boot', writeByte(0), 0],
    ['a byte behind the tree', 'verity', writeByte(4 * 1024 * 1024), 4 * 1024 * 1024],
    ['a file longer than the partition', 'verity', (path: string) => truncateSync(path, 5 * 1024 * 1024 + 1), 5 * 1024 * 1024],
    ['an empty file', 'verity', (path: string) => truncateSync(path, 0), 0],
  ] as const)('a folder where one differs: %s of %s', async (_, kind, change, offset) => {
    const folder = copyOf('raw', ALL);
    replace(folder, kind, change);
    const rows = await agreementOf(folder);
    expect(rows.find(([, agreement]) => agreement === 'differs')).toEqual([parts[kind], 'differs', offset]);
    expect(rows.map(([, agreement]) => agreement).sort()).toEqual(['differs', 'equal', 'equal', 'scanned']);
  });
  const parts = { root: '-root.ext4', boot: '-boot.ext4', verity: '-root.verity' } as const;

  it('a folder where one cannot be opened: the rule is unknown, and everything else is known', async () => {
    const folder = copyOf('raw', ALL);
    rmSync(join(folder, nameOf('boot')));
    symlinkSync('../outside', join(folder, nameOf('boot')));
    writeFileSync(join(base, 'outside'), 'not read');
    writeFileSync(join(folder, 'x.qcow2'), 'no qcow2');
    renameSync(join(folder, 'x.qcow2'), join(folder, nameOf('disk').replace('.img', '.qcow2')));
    const { verdicts, exitCode, stdout } = await scan(folder);
    expect(verdicts[RULE]).toBe('fail'); // what is no disk is not what the disk holds
    expect(exitCode).toBe(1);
    expect(stdout).toContain('leads out of the folder');
    expect(stdout).not.toContain('not read"');
    rmSync(join(folder, nameOf('disk').replace('.img', '.qcow2')));
    expect((await scan(folder)).verdicts[RULE]).toBe('unknown');
    expect((await agreementOf(folder)).map(([, agreement]) => agreement).filter((each) => each === 'equal' || each === 'scanned')).toHaveLength(3);
  });

  it('names of a folder are never printed as they are', async () => {
    const folder = copyOf('raw', ['disk']);
    symlinkSync('nowhere', join(folder, '\u001b[31mred\u202e-root.ext4'));
    const formats = ['json', 'html', 'md', 'sarif'];
    const outputs = formats.flatMap((format) => ['--output', `${format}=${join(base, `report.${format}`)}`]);
    const { stdout, exitCode } = await runStaticfire(['scan', folder, '--quiet', ...outputs]);
    expect(exitCode).toBe(3);
    for (const text of [stdout, ...formats.map((format) => readFileSync(join(base, `report.${format}`), 'utf8'))]) {
      expect(text).toContain('-root.ext4');
      expect(text).not.toContain('\u001b[31mred');
      expect(text).not.toContain('\u202e');
    }
  });

  it.each([
    ['a folder with disks of two builds', ['a.img', 'b.img'], 3, 'files of 2 builds are disk: a.img, b.img'],
    ['a folder without a disk', ['a-root.ext4'], 3, 'partition images alone are given as files'],
    ['an empty folder', [], 3, 'no disk of a build is'],
  ])('%s', async (_, names, exitCode, words) => {
    const folder = copyOf('raw', []);
    for (const name of names) writeFileSync(join(folder, name), 'x');
    const run = await runStaticfire(['scan', folder]);
    expect(run.exitCode).toBe(exitCode);
    expect(run.stderr).toContain(words);
  });

  it.each([
    ['two of the three', ['boot', 'root'], 2, 'not all of the partition images of one build'],
    ['one of the three', ['root'], 2, 'one partition by its name'],
    ['a disk and a partition image', ['disk', 'root'], 2, 'is a disk: give the folder'],
  ] as const)('%s', async (_, kinds, exitCode, words) => {
    const run = await runStaticfire(['scan', ...kinds.map((kind) => files('raw')[kind]!)]);
    expect(run.exitCode).toBe(exitCode);
    expect(run.stderr).toContain(words);
  });

  it('a data disk that is none is named', async () => {
    const run = await runStaticfire(['scan', files('raw').disk, '--data-disk', files('raw').root, '--quiet']);
    expect(run.exitCode).toBe(3);
    expect(run.stderr).toContain(`${files('raw').root}: `);
  });

  it('no report is written over what was given', async () => {
    const { boot, root, verity } = files('raw');
    const run = await runStaticfire(['scan', boot!, root, verity, '--output', `json=${verity}`]);
    expect(run.exitCode).toBe(2);
  });
});
