import { FormatError } from '../../bytes/index.ts';
import type { PeImage, PeRange, PeSection } from './pe-image.ts';
import { parseSbat, type SbatRow } from './sbat.ts';
import { contentRange, onlySection, readContent } from './section-content.ts';

/** A unified kernel image: an EFI program with kernel, command line and what describes them in sections (UAPI.5, uki specification). */
export interface Uki {
  readonly linux?: PeRange; // .linux: the kernel, itself a PE image, with zero bytes behind where ukify padded it
  readonly initrd?: PeRange; // .initrd
  readonly cmdline?: string; // .cmdline
  readonly osRelease?: string; // .osrel
  readonly uname?: string; // .uname
  readonly sbat?: readonly SbatRow[]; // .sbat
  /** Every section of the base in table order, those above among them. */
  readonly sectionNames: readonly string[];
  /** What follows each `.profile` section, and may replace sections of the base at boot. */
  readonly profiles: readonly UkiProfile[];
}

export interface UkiProfile {
  readonly text: string; // .profile
  /** The sections that belong to this profile, in table order. */
  readonly sectionNames: readonly string[];
}

/** A kernel inside makes a PE file one (UAPI.5); without a command line it takes that from whoever starts it. */
export function isUki({ sections }: PeImage): boolean {
  return sections.some(({ name }) => name === '.linux');
}

const PROFILE = '.profile';
/** Bytes. The kernel takes 2 KiB of command line on x86_64 and arm64; a Bottlerocket os-release has some 500 bytes. */
const MAX_TEXT_LENGTH = 65_536;

/**
 * What a UKI holds. Members are undefined when their section is missing, which makes a PE image that is no UKI read as one with nothing
 * in it. Throws a FormatError when a section that systemd-stub reads is there twice, when text is not UTF-8 or has a zero byte inside,
 * and when a row of SBAT is none; a LimitError when text is longer than 64 KiB. Zero bytes behind text are dropped, nothing else is.
 */
export function readUki(pe: PeImage): Uki {
  const [base, ...profiles] = splitAtProfiles(pe.sections);
  const text = (name: string): string | undefined => readText(pe, base!, name);
  const found = {
    linux: rangeOf(pe, base!, '.linux'),
    initrd: rangeOf(pe, base!, '.initrd'),
    cmdline: text('.cmdline'),
    osRelease: text('.osrel'),
    uname: text('.uname'),
    sbat: readSbat(pe, base!),
  };
  return {
    ...(Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as Partial<Uki>),
    sectionNames: base!.map(({ name }) => name),
    profiles: profiles.map(([profile, ...rest]) => ({ text: decodeText(pe, profile!), sectionNames: rest.map(({ name }) => name) })),
  };
}

/** The base, then each profile with its `.profile` section first. */
function splitAtProfiles(sections: readonly PeSection[]): PeSection[][] {
  const parts: PeSection[][] = [[]];
  for (const section of sections) {
    if (section.name === PROFILE) parts.push([]);
    parts.at(-1)!.push(section);
  }
  return parts;
}

function rangeOf(pe: PeImage, sections: readonly PeSection[], name: string): PeRange | undefined {
  const section = onlySection(pe, sections, name);
  return section === undefined ? undefined : contentRange(section);
}

function readText(pe: PeImage, sections: readonly PeSection[], name: string): string | undefined {
  const section = onlySection(pe, sections, name);
  return section === undefined ? undefined : decodeText(pe, section);
}

function decodeText(pe: PeImage, section: PeSection): string {
  const bytes = readContent(pe, section, MAX_TEXT_LENGTH);
  const end = bytes.findLastIndex((byte) => byte !== 0) + 1;
  const text = bytes.subarray(0, end);
  const zero = text.indexOf(0);
  if (zero >= 0) throw textError(pe, section, zero, 'a zero byte inside', 'text');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text);
  } catch (cause) {
    throw textError(pe, section, 0, 'other bytes', 'UTF-8', cause);
  }
}

function readSbat(pe: PeImage, sections: readonly PeSection[]): SbatRow[] | undefined {
  const section = onlySection(pe, sections, '.sbat');
  if (section === undefined) return undefined;
  return parseSbat(decodeText(pe, section), (line, found, expected) => {
    throw textError(pe, section, 0, `${JSON.stringify(found.slice(0, 100))} in line ${line}`, expected);
  });
}

function textError({ source }: PeImage, { name, rawOffset }: PeSection, at: number, found: string, expected: string, cause?: unknown): FormatError {
  return new FormatError({
    structure: `PE section ${name}`,
    offset: source.origin + rawOffset + at,
    found,
    expected,
    ...(cause === undefined ? {} : { cause }),
  });
}
