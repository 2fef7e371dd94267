import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ImageError } from '../image-error.ts';
import { planInput } from './plan-input.ts';
import { InputError } from './scan-input.ts';

describe('planInput of files', () => {
  it.each([
    [['a.img'], undefined, { path: 'a.img' }],
    [['any'], undefined, { path: 'any' }],
    [['a.img'], 'b.img', { path: 'a.img', dataDisk: 'b.img' }],
    [['a-data.img', 'a.img'], undefined, { path: 'a.img', dataDisk: 'a-data.img' }],
    [['a-root.verity', 'a-boot.ext4', 'a-root.ext4'], undefined, { path: 'a-root.ext4', partitions: { boot: 'a-boot.ext4', verity: 'a-root.verity' } }],
    [
      ['a-root.verity.lz4', 'b/a-boot.ext4.lz4', 'a-root.ext4', 'a-data.img.lz4'],
      undefined,
      { path: 'a-root.ext4', partitions: { boot: 'b/a-boot.ext4.lz4', verity: 'a-root.verity.lz4' }, dataDisk: 'a-data.img.lz4' },
    ],
  ])('%j', (paths, dataDisk, expected) => expect(planInput(paths, dataDisk)).toEqual(expected));

  it.each([
    [['a-root.ext4.lz4'], undefined, /one partition by its name/],
    [['a-boot.ext4', 'a-root.ext4'], undefined, /not all of/],
    [['a-boot.ext4', 'a-root.ext4', 'b-root.ext4'], undefined, /a-root.ext4 and b-root.ext4 both are root/],
    [['a.img', 'b.img'], undefined, /both are disk/],
    [['a.img', 'a-root.ext4'], undefined, /a.img is a disk/],
    [['a-boot.ext4', 'a-root.ext4', 'notes.txt'], undefined, /notes.txt is given with other files/],
    [['a.img', 'a-data.img'], 'b.img', /both are given as data disk/],
  ])('refuses %j', (paths, dataDisk, message) => {
    expect(() => planInput(paths, dataDisk)).toThrow(InputError);
    expect(() => planInput(paths, dataDisk)).toThrow(message);
  });
});

describe('planInput of a folder', () => {
  let base = '';
  let count = 0;
  beforeAll(() => {
    base = mkdtempSync(join(tmpdir(), 'staticfire-input-'));
    writeFileSync(join(base, 'outside.img'), 'x');
  });
  afterAll(() => rmSync(base, { recursive: true, force: true }));

  /** Files; `name -> target` for links, `name/` for folders, `name|` for pipes. */
  function folderOf(...names: readonly string[]): string {
    const folder = join(base, String(++count));
    mkdirSync(folder);
    for (const each of names) {
      const [name, target] = each.split(' -> ');
      if (target !== undefined) symlinkSync(target, join(folder, name!));
      else if (each.endsWith('/')) mkdirSync(join(folder, each));
      else if (each.endsWith('|')) execFileSync('mkfifo', [join(folder, each.slice(0, -1))]);
      else writeFileSync(join(folder, each), 'x');
    }
    return folder;
  }
  const plan = (...names: readonly string[]) => {
    const folder = folderOf(...names);
    const { path, dataDisk, artifacts = [] } = planInput([folder]);
    const inside = (full: string) => full.slice(folder.length + 1);
    return {
      path: inside(path),
      ...(dataDisk === undefined ? {} : { dataDisk: inside(dataDisk) }),
      artifacts: artifacts.map(({ name, problem }) => (problem === undefined ? name : `${name}: ${problem}`)),
    };
  };

  it('takes the form of the disk that is read fastest', () => {
    expect(plan('a.qcow2', 'a.img.lz4', 'a.img.gz').path).toBe('a.img.lz4');
    expect(plan('a.vmdk', 'a.img.lz4', 'a.img').path).toBe('a.img');
  });

  it('finds the data disk, and leaves out what is no artifact and other names of one', () => {
    const found = plan(
      'a-1.img.lz4',
      'a.img.lz4 -> a-1.img.lz4',
      'a-1-data.img.lz4',
      'a-1-root.ext4.lz4',
      'notes.txt',
      'a-v1-root.ext4.lz4 -> a-1-root.ext4.lz4',
    );
    expect(found).toEqual({ path: 'a-1.img.lz4', dataDisk: 'a-1-data.img.lz4', artifacts: ['a-1-data.img.lz4', 'a-1-root.ext4.lz4', 'a-1.img.lz4'] });
  });

  it('keeps a link that has the name of another kind', () => {
    expect(plan('a.img', 'a-root.ext4', 'a-boot.ext4 -> a-root.ext4').artifacts).toEqual(['a-boot.ext4', 'a-root.ext4', 'a.img']);
  });

  it('follows a link to the folder, and none in it that leads out, nowhere, in a circle or to no regular file', () => {
    const folder = folderOf(
      'a.img',
      'a-root.ext4 -> ../outside.img',
      'a-boot.ext4 -> missing',
      'a-root.verity -> a-root.verity',
      'b.ova/',
      'a.qcow2|',
      'a.vmdk -> a.qcow2',
    );
    const link = join(base, 'latest');
    symlinkSync(folder, link);
    const { path, artifacts } = planInput([link]);
    expect(path).toBe(join(link, 'a.img'));
    expect(artifacts?.map(({ name, problem }) => [name, problem])).toEqual([
      ['a-boot.ext4', 'a link that leads nowhere'],
      ['a-root.ext4', 'a link that leads out of the folder, which is not followed'],
      ['a-root.verity', 'a link that leads nowhere'],
      ['a.img', undefined],
      ['a.qcow2', 'a pipe'],
      ['a.vmdk', 'a link to a pipe'],
      ['b.ova', 'a directory'],
    ]);
  });

  it.each([
    [[], /a directory in which no disk of a build is$/],
    [['latest/'], /give the folder latest in it/],
    [['a-root.ext4', 'a-boot.ext4'], /partition images alone are given as files/],
    [['a.img', 'b.img'], /files of 2 builds are disk: a.img, b.img; name the one that is meant/],
    [['a.img', 'a-data.img', 'b-data.img'], /files of 2 builds are data-disk/],
    [['a.img -> ../outside.img'], /a.img is a link that leads out of the folder, which is not followed, and there is no other disk/],
  ])('has no disk to scan in %j', (names, message) => {
    const folder = folderOf(...names);
    expect(() => planInput([folder])).toThrow(ImageError);
    expect(() => planInput([folder])).toThrow(message);
  });
});
