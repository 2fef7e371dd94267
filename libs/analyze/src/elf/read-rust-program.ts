import { type ElfFile, readSection } from '@staticfire/read/formats/elf';
import { type Crate, parseCargoAuditable } from '@staticfire/read/formats/sbom';
import { findTexts } from './find-texts.ts';
import type { FoundText, TextMarker } from './text-markers.ts';

/** A program or library with Rust's standard library in it. */
export interface RustProgram {
  /** Of the compiler, `1.83.0`; absent where `.comment` was stripped. */
  readonly rustc?: string;
  /** Of the compiler's sources, 40 hexadecimal digits, from their paths. */
  readonly commit?: string;
  /** Absent unless cargo-auditable built it. */
  readonly crates?: readonly Crate[];
}

const MAX_COMMENT_LENGTH = 64 * 1024;
const MAX_CRATES_LENGTH = 4 * 1024 * 1024;
const COMPILER = /rustc version (\d+\.\d+\.\d+[\w.-]*)/;

/** Paths of the standard library's sources, and a function whose name is looked for when a trace is shown. */
export const RUST_TEXTS: readonly TextMarker<'commit' | 'runtime'>[] = [
  { what: 'commit', probe: '/rustc/', pattern: /^\/rustc\/[0-9a-f]{40}\// },
  { what: 'runtime', probe: 'rust_b', pattern: /^rust_begin_(?:unwind|short_backtrace)/ },
];

/** `texts` may have those of other markers. */
export function readRustProgram(elf: ElfFile, texts: readonly FoundText<string>[] = findTexts(elf, RUST_TEXTS)): RustProgram | undefined {
  const comment = readSection(elf, '.comment', MAX_COMMENT_LENGTH);
  const rustc = comment === undefined ? undefined : COMPILER.exec(Buffer.from(comment.bytes).toString('latin1'))?.[1];
  const commit = texts.find(({ what }) => what === 'commit')?.text.split('/')[2];
  const list = readSection(elf, '.dep-v0', MAX_CRATES_LENGTH);
  const isKnown = RUST_TEXTS.some((marker) => texts.some(({ what }) => what === marker.what));
  if (rustc === undefined && !isKnown && list === undefined) return undefined;
  return {
    ...(rustc === undefined ? {} : { rustc }),
    ...(commit === undefined ? {} : { commit }),
    ...(list === undefined ? {} : { crates: parseCargoAuditable(list.bytes, elf.source.origin + list.offset) }),
  };
}
