import type { ElfFile } from '@staticfire/read/formats/elf';
import { CRYPTO_TEXTS } from './crypto-markers.ts';
import { findTexts } from './find-texts.ts';
import { RUST_TEXTS } from './read-rust-program.ts';
import type { FoundText } from './text-markers.ts';

/** Everything that `findCrypto` and `readRustProgram` look for, in one pass. */
export function findProgramTexts(elf: ElfFile): FoundText<string>[] {
  return findTexts<string>(elf, [...CRYPTO_TEXTS, ...RUST_TEXTS]);
}
