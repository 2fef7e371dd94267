import { createHash } from 'node:crypto';
import { findBlob, MAX_BLOBS } from '@staticfire/facts';
import { describe, expect, it } from 'vitest';
import { BlobList, type KeptFile } from './blob-list.ts';

const NAMES = ['selinux.policy', 'selinux.modules'];

function kept(content: string | Uint8Array): KeptFile {
  const bytes = Buffer.from(content);
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** What is in the document, by the first character of each file. */
function initials(list: BlobList, judgedBank?: 'A' | 'B'): string {
  const blobs = list.sorted(NAMES, judgedBank) ?? [];
  return blobs
    .map(({ base64 }) => Buffer.from(base64, 'base64').toString()[0])
    .sort()
    .join('');
}

describe('BlobList', () => {
  it('holds bytes under their digest, sorted by it, each once', () => {
    const list = new BlobList();
    const [one, other] = [kept('one\0\xff'), kept('other')];
    list.add({ name: 'selinux.policy', bank: 'B' }, [one]);
    list.add({ name: 'selinux.policy', bank: 'A' }, [other, one]);
    const blobs = list.sorted(NAMES, 'A')!;
    expect(blobs).toEqual(
      [one, other]
        .map(({ bytes, sha256 }) => ({ sha256, length: bytes.length, base64: Buffer.from(bytes).toString('base64') }))
        .sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1)),
    );
    expect(findBlob({ blobs }, one.sha256)).toEqual(one.bytes);
    expect(findBlob({ blobs }, '0'.repeat(64))).toBeUndefined();
  });

  it('is the same in whatever order collectors end', () => {
    const files = (['A', 'B'] as const).flatMap((bank) => NAMES.map((name) => [{ name, bank }, [kept(`${bank}${name}`), kept(name)]] as const));
    const [forward, backward] = [new BlobList(), new BlobList()];
    for (const [owner, own] of files) forward.add(owner, own);
    for (const [owner, own] of files.toReversed()) backward.add(owner, own);
    expect(JSON.stringify(forward.sorted(NAMES, 'A'))).toBe(JSON.stringify(backward.sorted(NAMES, 'A')));
    expect(forward.sorted(NAMES, 'A')).toHaveLength(6);
  });

  it('leaves out what is too much: first of the other bank, then of later collectors; smaller files still fit', () => {
    const list = new BlobList();
    const half = MAX_BLOBS / 2;
    for (const bank of ['A', 'B'] as const) {
      const at = bank === 'A' ? 0 : 4;
      list.add({ name: 'selinux.modules', bank }, [kept('bf'[at / 4]!.repeat(half)), kept('cg'[at / 4]!)]);
      list.add({ name: 'selinux.policy', bank }, [kept('ae'[at / 4]!.repeat(half - 2))]);
    }
    expect(initials(list)).toBe('abcg');
    expect(initials(list, 'A')).toBe('abcg');
    expect(initials(list, 'B')).toBe('cefg');
  });

  it('a file of 6 MiB is the last that is kept', () => {
    const list = new BlobList();
    list.add({ name: 'selinux.policy', bank: 'A' }, [kept('x'.repeat(MAX_BLOBS + 1)), kept('y'.repeat(MAX_BLOBS))]);
    expect(initials(list)).toBe('y');
  });

  it('keeps no file in which something of a secret stands', () => {
    const list = new BlobList();
    list.add({ name: 'selinux.modules', bank: 'A' }, [kept('; -----BEGIN RSA PRIVATE KEY-----\n'), kept('(type a)')]);
    expect(initials(list)).toBe('(');
  });

  it('is nothing without a file', () => {
    const list = new BlobList();
    list.add({ name: 'selinux.modules', bank: 'A' }, []);
    expect(list.sorted(NAMES, 'A')).toBeUndefined();
  });
});
