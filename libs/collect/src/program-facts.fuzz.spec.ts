import { elfBytes } from '@staticfire/testkit';
import { fuzzDecoder } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { expect } from 'vitest';
import { collectAccessPrograms } from './access-programs/collect-access-programs.ts';
import { collectElfCrypto } from './elf-crypto/collect-elf-crypto.ts';
import { collectElfFiles } from './elf-files/collect-elf-files.ts';
import { collectElfLibraries } from './elf-libraries/collect-elf-libraries.ts';
import { collectFrom } from './fixtures/collect-from.ts';
import { collectGoPrograms } from './go-programs/collect-go-programs.ts';
import { collectRustPrograms } from './rust-programs/collect-rust-programs.ts';

const COLLECTORS = [collectAccessPrograms, collectElfFiles, collectElfLibraries, collectElfCrypto, collectGoPrograms, collectRustPrograms];

const goInfo = Buffer.concat([Buffer.from('\xff Go buildinf:\x08\x02', 'latin1'), Buffer.alloc(16), Buffer.from('\x06go1.24\x00')]);
const fips = Buffer.concat([Buffer.from('\xff Go fipsinfo \xff\x00', 'latin1'), Buffer.alloc(32, 1), Buffer.alloc(72)]);
const PROGRAM = elfBytes({
  interpreter: '/lib/ld.so',
  dynamic: { needed: ['liba.so', 'libcrypto.so.3'], soname: 'libb.so', rpath: '/x', runpath: '$ORIGIN', imports: ['puts'] },
  notes: [{ owner: 'GNU', type: 3, content: Buffer.alloc(20) }],
  sections: [
    { name: '.go.buildinfo', content: goInfo },
    { name: '.go.fipsinfo', content: fips },
    { name: '.comment', content: Buffer.from('rustc version 1.83.0\0') },
    { name: '.rodata', content: Buffer.from('aws-lc-rs /ring-0.17 OpenSSL 3.0.1') },
  ],
  symbols: ['main'],
});

const changes = fc.array(fc.tuple(fc.nat(PROGRAM.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
const length = fc.oneof({ weight: 3, arbitrary: fc.constant(PROGRAM.length) }, { weight: 1, arbitrary: fc.nat(PROGRAM.length) });

fuzzDecoder('program-facts', ['elfBytes with notes and sections of Go, Rust and C']).asyncProperty(
  'damaged programs still give facts that fit their schemas',
  fc.tuple(changes, length),
  async ([list, end]) => {
    const bytes = Buffer.from(PROGRAM);
    for (const [at, value] of list) bytes[at] = value;
    const tree = { '/usr/bin/a': bytes.subarray(0, end), '/usr/lib/liba.so': PROGRAM, '/etc/ld.so.conf': '/usr/lib\n' };
    for (const collector of COLLECTORS) expect((await collectFrom(collector, tree)).state).toBe('present');
  },
);
