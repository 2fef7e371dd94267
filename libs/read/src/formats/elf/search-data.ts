import { SectionFlag, SectionType, SegmentFlag, SegmentType } from './elf-constants.ts';
import type { ElfFile, ElfSection } from './elf-file.ts';

const CHUNK = 256 * 1024;
/** Characters that a visitor sees from a probe on. */
const WINDOW = 160;
/** A text that stands there more often is not what was meant. */
const MAX_MATCHES = 10_000;
/** Tables for unwinding and linking: a third of a program's data, without any text. */
const WITHOUT_TEXT = /^\.(?:eh_frame|gcc_except_table|got|plt)/;

/** `text` is latin1 and starts with the probe, which is at `offset` of the file. Returns whether this probe is to be looked for further. */
export type ProbeVisitor = (probe: string, text: string, offset: number) => boolean;

/** Looks for fixed ASCII texts in what is loaded as data and in the names of symbols, as far as `where` (a section's name) lets; without section headers in all that is loaded. */
export function searchData(elf: ElfFile, probes: readonly string[], visit: ProbeVisitor, where: (section: string) => boolean = () => true): void {
  const active = new Map(probes.map((probe) => [probe, MAX_MATCHES]));
  const buffer = Buffer.alloc(Math.min(CHUNK + WINDOW, elf.source.length));
  for (const { offset, length } of dataRanges(elf, where)) {
    const end = Math.min(offset + length, elf.source.length);
    for (let start = offset; start < end; start += CHUNK) {
      if (active.size === 0) return;
      const chunk = buffer.subarray(0, Math.min(buffer.length, end - start));
      elf.source.readInto(chunk, start);
      searchChunk(chunk, start, active, visit);
    }
  }
}

function searchChunk(chunk: Buffer, start: number, active: Map<string, number>, visit: ProbeVisitor): void {
  for (let [probe, left] of active) {
    for (let at = chunk.indexOf(probe, 0, 'latin1'); at >= 0 && at < CHUNK; at = chunk.indexOf(probe, at + 1, 'latin1')) {
      left = visit(probe, chunk.toString('latin1', at, at + WINDOW), start + at) ? left - 1 : 0;
      if (left === 0) break;
    }
    if (left === 0) active.delete(probe);
    else active.set(probe, left);
  }
}

interface Range {
  readonly offset: number;
  readonly length: number;
}

function dataRanges({ sections, segments }: ElfFile, where: (section: string) => boolean): Range[] {
  if (sections.length > 0) return withoutOverlaps(sections.filter((section) => holdsText(section) && where(section.name)));
  const data = segments.filter(({ type, flags }) => type === SegmentType.load && (flags & SegmentFlag.execute) === 0);
  return withoutOverlaps(data.map(({ offset, fileLength }) => ({ offset, length: fileLength })));
}

/** By offset, so that no byte is searched twice. */
function withoutOverlaps(ranges: readonly Range[]): Range[] {
  const sorted = [...ranges].sort((a, b) => a.offset - b.offset);
  let end = 0;
  return sorted.map(({ offset, length }) => {
    const start = Math.max(offset, end);
    end = Math.max(end, offset + length);
    return { offset: start, length: end - start };
  });
}

function holdsText({ name, type, flags }: ElfSection): boolean {
  if (type === SectionType.stringTable) return true;
  return type === SectionType.programData && (flags & (SectionFlag.allocate | SectionFlag.execute)) === SectionFlag.allocate && !WITHOUT_TEXT.test(name);
}
