import { deflateSync } from 'node:zlib';
import { memorySource } from '@staticfire/read/block-source';
import { readElf } from '@staticfire/read/formats/elf';
import { elfBytes } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { readRustProgram } from './read-rust-program.ts';

const COMMIT = '48a229ceaefd4985c50990b14116b6d856af0985';
const read = (sections: Readonly<Record<string, Uint8Array | string>>) =>
  readRustProgram(readElf(memorySource(elfBytes({ sections: Object.entries(sections).map(([name, content]) => ({ name, content: Buffer.from(content) })) }))));
const crates = { packages: [{ name: 'a', version: '1.0.0' }] };

describe('a Rust program', () => {
  it.each([
    ['by its compiler', { '.comment': 'GCC: (GNU) 9.5.0\0rustc version 1.83.0-nightly (01f6ddf75 2026-02-11)\0' }, { rustc: '1.83.0-nightly' }],
    ['by the sources of its library', { '.rodata': `/rustc/${COMMIT}/library/core/src/option.rs` }, { commit: COMMIT }],
    ['by a function of its library', { '.rodata': '__rust_begin_short_backtrace' }, {}],
    ['by the packages in it', { '.dep-v0': deflateSync(JSON.stringify(crates)) }, { crates: [{ name: 'a', version: '1.0.0' }] }],
    ['not at all', { '.comment': 'GCC: (GNU) 9.5.0\0', '.rodata': '/rustc/x rust_b' }, undefined],
  ] as const)('is known %s', (_, sections, expected) => {
    expect(read(sections)).toEqual(expected);
  });

  it('with damaged packages is an error', () => {
    expect(() => read({ '.dep-v0': 'x' })).toThrow(/cargo-auditable/);
  });
});
