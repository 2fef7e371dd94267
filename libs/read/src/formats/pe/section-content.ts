import { readBytes } from '../../block-source/index.ts';
import { FormatError, LimitError } from '../../bytes/index.ts';
import type { PeImage, PeRange, PeSection } from './pe-image.ts';

/** The bytes of the file that count as a section's content: without its padding, as systemd-stub and ukify read it. */
export function contentRange({ rawOffset, rawSize, virtualSize }: PeSection): PeRange {
  return { offset: rawOffset, length: Math.min(rawSize, virtualSize) };
}

/**
 * The content of the one section of that name; none → undefined. Throws a FormatError when there are several, as who reads which
 * of them differs, and a LimitError when it is longer than `maxLength`. `pe.sections` lists all.
 */
export function readPeSection(pe: PeImage, name: string, maxLength: number): Uint8Array | undefined {
  const section = onlySection(pe, pe.sections, name);
  return section === undefined ? undefined : readContent(pe, section, maxLength);
}

export function readContent({ source }: PeImage, section: PeSection, maxLength: number): Uint8Array {
  const { offset, length } = contentRange(section);
  if (length > maxLength)
    throw new LimitError({
      structure: `PE section ${section.name}`,
      offset: source.origin + offset,
      message: `${length} bytes, at most ${maxLength} are read`,
    });
  return readBytes(source, offset, length);
}

export function onlySection({ source }: PeImage, sections: readonly PeSection[], name: string): PeSection | undefined {
  const [first, second] = sections.filter((section) => section.name === name);
  if (second === undefined) return first;
  throw new FormatError({ structure: `PE section ${name}`, offset: source.origin + second.rawOffset, message: 'there is more than one section of that name' });
}
