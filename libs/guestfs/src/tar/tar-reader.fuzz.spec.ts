import { fuzzDecoder } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { readTar } from '../fixtures/read-tar.ts';
import { paxBytes, tarBytes } from '../fixtures/tar-bytes.ts';

const records = { path: './line\nbreak', mtime: '1.5', uid: '7', 'SCHILY.xattr.security.selinux': 'a:b:c\0', 'SCHILY.xattr.user.a%3D': 'x' };
const ARCHIVE = tarBytes([
  { name: './', typeflag: '5' },
  { typeflag: 'x', content: paxBytes(records) },
  { content: Buffer.alloc(700, 'c') },
  { name: './b', typeflag: '2', linkname: 'line' },
  { name: './c', typeflag: '1', linkname: './b' },
]);
/** Headers are what matters; half of all changes are digits or letters of them. */
const value = fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('01234567x5 ./\0=\n')));
const changes = fc.array(fc.tuple(fc.nat(ARCHIVE.length - 1), value), { minLength: 1, maxLength: 6 });

const damaged = fc.tuple(changes, fc.boolean(), fc.integer({ min: 1, max: 4000 }));
fuzzDecoder('tar', ['tarBytes: a folder, a pax header, a file, a symlink, a hard link']).property('damaged archives', damaged, ([list, mended, length]) => {
  const bytes = Buffer.from(ARCHIVE);
  for (const [at, byte] of list) bytes[at] = byte;
  if (mended) mendChecksums(bytes);
  readTar(bytes, length);
});

/** So that changes of headers get past their checksums. */
function mendChecksums(bytes: Buffer): void {
  for (let at = 0; at < bytes.length; at += 512) {
    const header = bytes.subarray(at, at + 512);
    if (header.toString('latin1', 257, 262) !== 'ustar') continue;
    header.fill(' ', 148, 156);
    header.write(
      `${header
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    );
  }
}
