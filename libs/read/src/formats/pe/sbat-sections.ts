import { ByteView, FormatError, LimitError } from '../../bytes/index.ts';
import type { PeImage } from './pe-image.ts';
import { parseSbat, type SbatRow } from './sbat.ts';
import { onlySection, readContent } from './section-content.ts';

/** What a shim refuses to start: programs with a component of a lower generation. */
export interface SbatLevels {
  /** That it writes into the variable SbatLevel by itself. */
  readonly previous: readonly SbatRow[];
  /** That it writes when the owner of the machine asks for it. */
  readonly latest: readonly SbatRow[];
}

const SBAT = '.sbat';
const LEVELS = '.sbatlevel';
const MAX_LENGTH = 65_536;
const MAX_ROWS = 256;
const VERSION = 0;
/** Behind the version, from where both offsets count. */
const ORIGIN = 4;
const HEADER_LENGTH = 8;

/**
 * The rows of a program's section `.sbat` (shim, SBAT.md); undefined without the section. A row that is none, and text that is not UTF-8 → FormatError;
 * more than 256 rows → LimitError.
 */
export function readSbat(pe: PeImage): readonly SbatRow[] | undefined {
  const view = viewOf(pe, SBAT);
  return view === undefined ? undefined : rowsOf(view, 0);
}

/**
 * From shim's section `.sbatlevel` (shim, include/sbat_var_defs.h and sbat.c): version 0, offsets of two texts that end with a zero byte. undefined without the
 * section. Another version, and offsets outside → FormatError; otherwise as `readSbat`.
 */
export function readSbatLevels(pe: PeImage): SbatLevels | undefined {
  const view = viewOf(pe, LEVELS);
  if (view === undefined) return undefined;
  if (view.u32(0) !== VERSION) throw view.error('version', 0, view.u32(0), VERSION);
  return { previous: levelAt(view, 4), latest: levelAt(view, 8) };
}

function viewOf(pe: PeImage, name: string): ByteView | undefined {
  const section = onlySection(pe, pe.sections, name);
  return section === undefined ? undefined : new ByteView(readContent(pe, section, MAX_LENGTH), `PE section ${name}`, pe.source.origin + section.rawOffset);
}

function levelAt(view: ByteView, at: number): readonly SbatRow[] {
  const offset = view.u32(at);
  if (offset < HEADER_LENGTH || ORIGIN + offset >= view.length) throw view.error('offset', at, offset, `${HEADER_LENGTH} to ${view.length - ORIGIN - 1}`);
  return rowsOf(view, ORIGIN + offset);
}

/** Up to a zero byte. */
function rowsOf(view: ByteView, start: number): readonly SbatRow[] {
  const rest = view.bytes.subarray(start);
  const end = rest.indexOf(0);
  const rows = parseSbat(decode(view, start, end < 0 ? rest : rest.subarray(0, end)), (line, found, expected) => {
    throw view.error('SBAT', start, `${JSON.stringify(found.slice(0, 100))} in line ${line}`, expected);
  });
  if (rows.length > MAX_ROWS)
    throw new LimitError({ structure: view.structure, offset: view.offset + start, found: rows.length, expected: `at most ${MAX_ROWS} rows` });
  return rows;
}

function decode({ structure, offset }: ByteView, start: number, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new FormatError({ structure, offset: offset + start, expected: 'UTF-8', cause });
  }
}
