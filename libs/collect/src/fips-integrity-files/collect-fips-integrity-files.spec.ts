import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import type { MemoryTree } from '../fixtures/memory-file-system.ts';
import { collectFipsIntegrityFiles } from './collect-fips-integrity-files.ts';

const CONTENT = 'the bytes of a library';
const hmac = (hash: 'sha256' | 'sha512', key: string, content = CONTENT) => createHmac(hash, key).update(content).digest('hex');
/** Since libkcapi 1.5.0, and before it (core-kit, packages/libkcapi/libkcapi.spec). */
const NEW = hmac('sha512', 'FIPS-FTW-RHT2009');
const OLD = hmac('sha256', 'orboDeJITITejsirpADONivirpUkvarP');
const LIB = '/usr/lib/libkcapi.so.1.5.0';
const HMAC = '/usr/lib/.libkcapi.so.1.5.0.hmac';

async function files(tree: MemoryTree) {
  const fact = await collectFrom(collectFipsIntegrityFiles, tree);
  return fact.state === 'present' ? (fact.value as { files: readonly object[] }).files : fact.state;
}

describe('fips.integrity-files', () => {
  it.each<[string, string, object]>([
    ['as libkcapi 1.5.0 has it', `${NEW}\n`, { hash: 'sha512', key: 'hmaccalc', state: 'matches' }],
    ['as before it', OLD, { hash: 'sha256', key: 'fipscheck', state: 'matches' }],
    ['with the name behind it', `${NEW.toUpperCase()}  libkcapi.so.1.5.0\n`, { hash: 'sha512', key: 'hmaccalc', state: 'matches' }],
    ['of other content', hmac('sha512', 'FIPS-FTW-RHT2009', 'x'), { hash: 'sha512', state: 'differs' }],
    ['with another key', hmac('sha512', 'x'), { hash: 'sha512', state: 'differs' }],
  ])('%s', async (_, text, expected) => expect(await files({ [LIB]: CONTENT, [HMAC]: text })).toEqual([{ path: HMAC, of: LIB, ...expected }]));

  it('a link for each name of the file', async () => {
    const tree = {
      [LIB]: CONTENT,
      [HMAC]: NEW,
      '/usr/lib/libkcapi.so.1': '-> libkcapi.so.1.5.0',
      '/usr/lib/.libkcapi.so.1.hmac': '-> .libkcapi.so.1.5.0.hmac',
    };
    expect(await files(tree)).toMatchObject([
      { of: LIB, state: 'matches' },
      { path: '/usr/lib/.libkcapi.so.1.hmac', of: '/usr/lib/libkcapi.so.1', state: 'matches' },
    ]);
  });

  it('no file, a folder in its place, a link to nothing, other names', async () => {
    const tree = { '/a/.x.hmac': NEW, '/b/.y.hmac': NEW, '/b/y/': '', '/c/.z.hmac': '-> gone', '/c/z': CONTENT, '/d/x.hmac': NEW, '/d/x': CONTENT };
    expect(await files(tree)).toMatchObject([
      { of: '/a/x', state: 'no-file' },
      { of: '/b/y', state: 'no-file' },
    ]);
  });

  it.each(['', 'z'.repeat(64), NEW.slice(1), `${NEW}0`])('%j is no digest', async (text) =>
    expect(await files({ [LIB]: CONTENT, [HMAC]: text })).toMatchObject([{ $unreadable: { kind: 'format', structure: HMAC, field: 'digest' } }]),
  );

  it('one that cannot be read leaves the others, and a file that is too long is not read', async () => {
    const long = Buffer.alloc(17 * 1024 * 1024);
    expect(await files({ '/a/.x.hmac': NEW, '/a/x': long, '/b/.y.hmac': NEW, '/b/y': CONTENT, '/c/.z.hmac': 'x'.repeat(9000) })).toMatchObject([
      { $unreadable: { kind: 'limit', structure: '/a/x' } },
      { of: '/b/y', state: 'matches' },
      { $unreadable: { kind: 'limit' } },
    ]);
  });

  it('says so when files may be missing', async () => expect(await files({ '/usr/lib': '!' })).toMatchObject([{ $unreadable: { kind: 'format' } }]));
  it('none', async () => expect(await files({ '/usr/bin/x': '' })).toEqual([]));
});
