import { memorySource } from '@staticfire/read/block-source';
import { readElf } from '@staticfire/read/formats/elf';
import { elfBytes } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { findCrypto } from './find-crypto.ts';
import type { GoProgram } from './read-go-program.ts';

const NOTHING = { needed: [] };
const carrying = (text: string, name = '.rodata') => readElf(memorySource(elfBytes({ sections: [{ name, content: Buffer.from(`\0${text}\0`) }] })));
const seen = (text: string) => findCrypto(carrying(text), NOTHING, undefined).map(({ library, detail }) => `${library}: ${detail}`);
const go = (goVersion: string, settings: Readonly<Record<string, string>>): GoProgram => ({
  buildInfo: { goVersion, dependencies: [], settings: Object.entries(settings).map(([key, value]) => ({ key, value })) },
});

describe('signs of cryptographic libraries', () => {
  it.each([
    ['/root/.cargo/registry/aws-lc-fips-sys-0.13.7/aws-lc/crypto', ['aws-lc-fips: aws-lc-fips-sys-0.13.7']],
    ['vendor/aws-lc-rs/src/lib.rs vendor/aws-lc-sys/x', ['aws-lc-rs: aws-lc-rs', 'aws-lc: aws-lc-sys']],
    ['AWS-LC FIPS 3.0.0', ['aws-lc-fips: AWS-LC FIPS 3.0.0']],
    ['AWS-LC FIPS mode, AWS-LC 1.69.0', ['aws-lc: AWS-LC 1.69.0']],
    ['_goboringcrypto_SHA256_Init', ['boringcrypto: goboringcrypto']],
    ['OpenSSL 1.1.1 (compatible; BoringSSL)', ['boringssl: OpenSSL 1.1.1 (compatible; BoringSSL)']],
    ['OpenSSL 3.0.19 27 Jan 2026', ['openssl: OpenSSL 3.0.19 27 Jan 2026']],
    ['OpenSSL FIPS Provider', ['openssl-fips-provider: OpenSSL FIPS Provider']],
    ['/registry/src/index/ring-0.17.8/src/aead.rs', ['ring: /ring-0.17.8']],
    ['/vendor/ring/src/aead.rs', ['ring: /ring/src/']],
    ['/ringbuffer/ring.c OpenSSL AWS-LC aws-lc', []],
  ])('%s', (text, expected) => {
    expect(seen(text)).toEqual(expected);
  });

  it('a text tells where it is', () => {
    const elf = carrying('AWS-LC 1.69.0');
    const [marker] = findCrypto(elf, NOTHING, undefined);
    expect(marker).toMatchObject({ library: 'aws-lc', seenAs: 'text', offset: elf.sections[1]!.offset + 1 });
  });

  it('a text across the borders of what is read at once', () => {
    for (const before of [262_135, 262_143, 262_144]) expect(seen(`${'.'.repeat(before)}AWS-LC FIPS 2.0.1`)).toEqual(['aws-lc-fips: AWS-LC FIPS 2.0.1']);
  });

  it('names of libraries', () => {
    expect(findCrypto(carrying(''), { soname: 'libcrypto.so.3', needed: ['libkcapi.so.1', 'libc.so.6', 'libcryptsetup.so.12'] }, undefined)).toEqual([
      { library: 'openssl', seenAs: 'soname', detail: 'libcrypto.so.3' },
      { library: 'libkcapi', seenAs: 'needed', detail: 'libkcapi.so.1' },
    ]);
  });

  it.each([
    [go('go1.21.4 X:boringcrypto', {}), ['boringcrypto go-version']],
    [go('go1.21.4 X:loopvar', {}), []],
    [go('go1.21.4', { GOEXPERIMENT: 'loopvar,boringcrypto' }), ['boringcrypto go-setting']],
    [go('go1.24.4', { GOFIPS140: 'v1.0.0', DefaultGODEBUG: 'fips140=on' }), ['go-fips140 go-setting', 'go-fips140 go-setting']],
    [go('go1.24.4', { DefaultGODEBUG: 'tlsmlkem=0' }), []],
    [{ fipsModule: 'matches' } as GoProgram, ['go-fips140 section']],
  ])('of a Go program', (program, expected) => {
    expect(findCrypto(carrying(''), NOTHING, program).map(({ library, seenAs }) => `${library} ${seenAs}`)).toEqual(expected);
  });

  it('TLS in a Go program, by the names of functions that it calls', () => {
    const elf = carrying('crypto/tls.(*Conn).Handshake', '.gopclntab');
    expect(findCrypto(elf, NOTHING, {})).toMatchObject([{ library: 'go-crypto-tls', seenAs: 'text' }]);
    expect(findCrypto(elf, NOTHING, undefined)).toEqual([]);
  });
});
