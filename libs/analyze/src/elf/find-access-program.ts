import type { ElfFile } from '@staticfire/read/formats/elf';
import { ACCESS_PROGRAMS, type AccessProgram } from './access-programs.ts';
import type { ElfDescription } from './describe-elf.ts';
import { findTexts } from './find-texts.ts';
import type { TextMarker } from './text-markers.ts';

/** Characters that are looked for; more are slower to find. */
const PROBE_LENGTH = 6;
const SPECIAL = /[.*+?^${}()|[\]\\]/g;

/** What tells that an ELF file is such a program, whatever its name is. */
export interface AccessSign extends Pick<AccessProgram, 'program' | 'kind'> {
  /** It is the library, or needs it, or carries a text. */
  readonly foundBy: 'library' | 'needs' | 'content';
  /** Name of the library, or the text. */
  readonly detail: string;
}

const WITH_TEXT = ACCESS_PROGRAMS.filter((each) => each.text !== undefined);
const MARKERS: readonly TextMarker<string>[] = WITH_TEXT.map(({ text = '' }) => ({
  what: text,
  probe: text.slice(0, PROBE_LENGTH),
  pattern: new RegExp(`^${text.replace(SPECIAL, '\\$&')}`),
}));

/** The program with this file name, without its folders. */
export function accessProgramNamed(name: string): AccessProgram | undefined {
  return ACCESS_PROGRAMS.find(({ names }) => names?.test(name));
}

/** The signs of such programs, each program once. `withTexts`: also by texts, which tell nothing of libraries. */
export function findAccessPrograms(elf: ElfFile, { soname, needed }: Pick<ElfDescription, 'soname' | 'needed'>, withTexts: boolean): readonly AccessSign[] {
  const signs = new Map<string, AccessSign>();
  for (const { program, kind, library } of ACCESS_PROGRAMS) {
    const isIt = soname !== undefined && library?.test(soname);
    const detail = isIt ? soname : needed.find((name) => library?.test(name));
    if (detail !== undefined) signs.set(program, { program, kind, foundBy: isIt ? 'library' : 'needs', detail });
  }
  if (!withTexts) return [...signs.values()];
  const texts = new Set(findTexts(elf, MARKERS).map(({ what }) => what));
  for (const { program, kind, text } of WITH_TEXT) {
    if (texts.has(text!) && !signs.has(program)) signs.set(program, { program, kind, foundBy: 'content', detail: text! });
  }
  return [...signs.values()];
}
