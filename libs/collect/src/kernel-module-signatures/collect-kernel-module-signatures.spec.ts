import { gzipSync, zstdCompressSync } from 'node:zlib';
import { keyProfile, moduleFile, signModule, sizeWord, vmlinux, wrapBzImage } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { evidenceOf } from '../fixtures/boot-evidence.ts';
import { collectWith } from '../fixtures/collect-from.ts';
import { collectKernelModuleSignatures } from './collect-kernel-module-signatures.ts';
import type { KernelModuleSignatures } from './kernel-module-signatures.schema.ts';

const VERSION = '6.12.40';
const FOLDER = `/usr/lib/modules/${VERSION}/kernel`;
const { code: KEY, vendor: OTHER } = keyProfile('lab');
const CONTENT = moduleFile('x86_64', { license: 'GPL', vermagic: `${VERSION} SMP `, depends: 'a,b-c', name: 'udf' });
const SIGNED = signModule(CONTENT, KEY);
const SAID = { license: 'GPL', vermagic: `${VERSION} SMP`, depends: ['a', 'b-c'] };
const MENU = 'menuentry m {\n linux ($root)/vmlinuz\n}\n';

/** A kernel with these certificates as its built-in keyring. */
function kernel(...keys: readonly Uint8Array[]): Buffer {
  const body = vmlinux({ version: VERSION, codeLength: 64 });
  const list = Buffer.concat(keys);
  const size = Buffer.alloc(((8 - (list.length % 8)) % 8) + 8);
  size.writeBigUInt64LE(BigInt(list.length), size.length - 8);
  const bytes = Buffer.concat([body, Buffer.alloc((8 - (body.length % 8)) % 8), list, size]);
  return wrapBzImage(VERSION, Buffer.concat([zstdCompressSync(bytes), sizeWord(bytes.length)]));
}

async function collect(files: Readonly<Record<string, string | Uint8Array>>, vmlinuz: string | Uint8Array = kernel(KEY.der)): Promise<KernelModuleSignatures> {
  const evidence = evidenceOf({ BOOT: { '/grub/grub.cfg': MENU, '/vmlinuz': vmlinuz }, ROOT: files });
  const fact = await collectWith(collectKernelModuleSignatures, evidence);
  if (fact.state !== 'present') throw new Error(JSON.stringify(fact));
  return fact.value as KernelModuleSignatures;
}
const only = async (bytes: string | Uint8Array, vmlinuz?: string | Uint8Array) => (await collect({ [`${FOLDER}/fs/udf.ko`]: bytes }, vmlinuz)).modules;

describe('kernel.module-signatures', () => {
  it('names who signed a module, and that a key in the kernel vouches for it', async () => {
    expect(await only(SIGNED)).toEqual([
      {
        ...{ path: '/usr/lib/modules/{kver}/kernel/fs/udf.ko', kernel: VERSION, name: 'udf', ...SAID },
        ...{ signed: true, signer: OTHER.commonName, keyId: KEY.serial.toString('hex'), hash: 'sha512', verdict: 'valid' },
      },
    ]);
  });

  it('lists the keyring of the kernel', async () => {
    const { trustedKeys } = await collect({}, kernel(KEY.der, OTHER.der));
    expect(trustedKeys).toMatchObject([
      { commonName: KEY.commonName, serial: KEY.serial.toString('hex'), keyType: 'rsa', keyBits: 2048 },
      { commonName: OTHER.commonName },
    ]);
  });

  it.each<[string, Uint8Array, object]>([
    ['nobody signed', CONTENT, { signed: false }],
    ['another key signed', signModule(CONTENT, OTHER), { signed: true, verdict: 'unknown-key' }],
    ['with another digest', signModule(CONTENT, KEY, 'sha256'), { hash: 'sha256', verdict: 'valid' }],
    ['changed afterwards', Buffer.concat([CONTENT.subarray(0, 8), Buffer.of(1), SIGNED.subarray(9)]), { signed: true, verdict: 'invalid' }],
    ['in gzip', gzipSync(SIGNED), { verdict: 'valid', ...SAID }],
    ['in zstd', zstdCompressSync(SIGNED), { verdict: 'valid', ...SAID }],
  ])('a module that %s', async (_, bytes, expected) => {
    const [module] = await only(bytes);
    expect(module).toMatchObject(expected);
    if (!('verdict' in expected)) expect(module).not.toHaveProperty('verdict');
  });

  it.each<[string, string | Uint8Array]>([
    ['has no keyring that is found', kernel()],
    ['cannot be read', 'no kernel'],
    ['is damaged', '!'],
  ])('gives no verdict when the kernel %s', async (_, vmlinuz) => {
    const [module] = await only(SIGNED, vmlinuz);
    expect(module).toMatchObject({ signed: true, hash: 'sha512' });
    expect(module).not.toHaveProperty('verdict');
  });

  it.each<[string, string | Uint8Array, string]>([
    ['is no program', 'text', 'format'],
    ['has a signature that is none', Buffer.concat([CONTENT, SIGNED.subarray(CONTENT.length + 4)]), 'format'],
    ['has a signature of another time', Buffer.concat([CONTENT, Buffer.from('\0\0\x01\0\0\0\0\0\0\0\0\x01~Module signature appended~\n')]), 'unsupported'],
    ['has no section .modinfo', moduleFile('x86_64', {}).fill(0x78, 64, 90), 'format'],
    ['is cut off', gzipSync(SIGNED).subarray(0, 100), 'format'],
    ['has something behind its stream', Buffer.concat([zstdCompressSync(SIGNED), Buffer.from('x')]), 'format'],
    ['is compressed as no module is', Buffer.from('BZh9 and more'), 'unsupported'],
    ['has a damaged inode', '!', 'format'],
  ])('a module that %s is unreadable, and others are not', async (_, bytes, kind) => {
    const { modules } = await collect({ [`${FOLDER}/a.ko`]: bytes, [`${FOLDER}/b.ko`]: SIGNED });
    expect(modules).toMatchObject([{ $unreadable: { kind } }, { name: 'b', verdict: 'valid' }]);
  });

  it('tells which file it is', async () => {
    expect(JSON.stringify(await only('text'))).toContain(`${FOLDER}/fs/udf.ko`);
  });

  it.each([
    ['/usr/lib', '!'],
    [FOLDER, '!/'],
  ])('says so when modules may be missing: %s', async (folder, damage) => {
    expect((await collect({ [folder]: damage })).modules).toMatchObject([{ $unreadable: { kind: 'format' } }]);
  });

  it('is not concerned with damage elsewhere', async () => expect((await collect({ '/usr/share/x': '!' })).modules).toEqual([]));

  it('leaves out links, and files that are no modules', async () => {
    const { modules } = await collect({
      [`${FOLDER}/a.ko`]: '-> b.ko',
      [`${FOLDER}/a.ko.txt`]: SIGNED,
      [`/usr/lib/modules/${VERSION}/modules.dep`]: '',
      '/usr/share/a.ko': SIGNED,
      [`${FOLDER}/nf-a.ko.gz`]: SIGNED,
    });
    expect(modules).toMatchObject([{ name: 'nf_a', verdict: 'valid' }]);
  });
});
