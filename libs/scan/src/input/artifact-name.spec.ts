import { describe, expect, it } from 'vitest';
import { parseArtifactName, preferenceOf } from './artifact-name.ts';

const STEM = 'bottlerocket-aws-k8s-1.31-x86_64-1.26.1-943d9a41';

describe('parseArtifactName', () => {
  it.each([
    ['.img', 'disk'],
    ['.img.lz4', 'disk'],
    ['.qcow2', 'disk'],
    ['.vmdk', 'disk'],
    ['.ova', 'disk'],
    ['-data.img.lz4', 'data-disk'],
    ['-data.qcow2', 'data-disk'],
    ['-data.vmdk', 'data-disk'],
    ['-boot.ext4.lz4', 'boot'],
    ['-boot.ext4', 'boot'],
    ['-boot.fat.lz4', 'boot'],
    ['-root.ext4.lz4', 'root'],
    ['-root.verity.lz4', 'verity'],
    ['-root.verity', 'verity'],
    ['-migrations.tar', 'migrations'],
    ['-kmod-kit.tar.xz', 'kmod-kit'],
    ['-kmod-kit-v1.26.1.tar.xz', 'kmod-kit'],
  ])('%s is %s', (suffix, kind) => expect(parseArtifactName(`${STEM}${suffix}`)).toEqual({ kind, stem: STEM, suffix }));

  it('has no stem for what every build calls the same', () => {
    expect(parseArtifactName('application-inventory.json')).toEqual({ kind: 'inventory', stem: '', suffix: 'application-inventory.json' });
  });

  it('knows the names of update repositories, which start with a digest', () => {
    expect(parseArtifactName(`${'ab'.repeat(32)}.${STEM}-root.ext4.lz4`)).toMatchObject({ kind: 'root', stem: `${'ab'.repeat(32)}.${STEM}` });
  });

  it.each(['README.md', 'disk.iso', 'x.img.part', 'x-boot.ext4.lz4.sig', 'img', ''])('%j is none', (name) => expect(parseArtifactName(name)).toBeUndefined());
});

describe('preferenceOf', () => {
  it('takes what is read fastest first', () => {
    const suffixes = ['.ova', '.img.gz', '.vmdk', '.img.lz4', '.qcow2', '.img'];
    expect(suffixes.sort((one, other) => preferenceOf(one) - preferenceOf(other))).toEqual(['.img', '.img.lz4', '.img.gz', '.qcow2', '.vmdk', '.ova']);
    expect(preferenceOf('-data.img')).toBe(preferenceOf('.img'));
  });
});
