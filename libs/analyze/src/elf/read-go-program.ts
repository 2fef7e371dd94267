import { type ElfFile, findAddress, readMemory, SegmentFlag, SegmentType } from '@staticfire/read/formats/elf';
import {
  decodeGoBuildInfo,
  GO_BUILD_INFO_ALIGNMENT,
  GO_BUILD_INFO_HEADER_LENGTH,
  GO_BUILD_INFO_MAGIC,
  type GoBuildInfo,
} from '@staticfire/read/formats/go-build-info';
import { checkGoFipsModule, type GoFipsModule } from './check-go-fips-module.ts';

/** A program of the Go toolchain. */
export interface GoProgram {
  /** Absent where the linker was told to leave it out. */
  readonly buildInfo?: GoBuildInfo;
  /** Absent where there is none to check: Go before 1.24. */
  readonly fipsModule?: GoFipsModule;
}

/** kubelet's has 20 KB. */
const MAX_BUILD_INFO_LENGTH = 1024 * 1024;
const MAX_STRING_LENGTH = 1024 * 1024;
const MAX_SEARCHED = 64 * 1024 * 1024;
const BUILD_INFO_SECTION = '.go.buildinfo';
/** One of them is in every program that Go's linker made. */
const GO_SECTIONS = new Set([BUILD_INFO_SECTION, '.gopclntab', '.data.rel.ro.gopclntab', '.note.go.buildid', '.go.fipsinfo']);

/** Undefined where nothing of Go's linker is to be seen; without section headers the data is searched. */
export function readGoProgram(elf: ElfFile): GoProgram | undefined {
  const place = findBuildInfo(elf);
  if (place === undefined && !elf.sections.some(({ name }) => GO_SECTIONS.has(name))) return undefined;
  const fipsModule = checkGoFipsModule(elf);
  return {
    ...(place === undefined ? {} : { buildInfo: readBuildInfo(elf, place) }),
    ...(fipsModule === undefined ? {} : { fipsModule }),
  };
}

interface Place {
  readonly address: bigint;
  readonly length: number;
}

/** Go src/debug/buildinfo/buildinfo.go, `DataStart`: the section, else the data that a program writes to. */
function findBuildInfo(elf: ElfFile): Place | undefined {
  const section = elf.sections.find(({ name }) => name === BUILD_INFO_SECTION);
  if (section !== undefined) return { address: section.address, length: Math.min(section.length, MAX_BUILD_INFO_LENGTH) };
  if (elf.sections.length > 0 && !elf.sections.some(({ name }) => GO_SECTIONS.has(name))) return undefined;
  const data = elf.segments.find(({ type, flags }) => type === SegmentType.load && (flags & (SegmentFlag.write | SegmentFlag.execute)) === SegmentFlag.write);
  return data === undefined ? undefined : searchMagic(elf, { address: data.address, length: Math.min(data.fileLength, MAX_SEARCHED) });
}

function searchMagic(elf: ElfFile, { address, length }: Place): Place | undefined {
  const { bytes } = readMemory(elf, { structure: 'ELF data', address, length, limit: MAX_SEARCHED });
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = text.indexOf(GO_BUILD_INFO_MAGIC); at >= 0; at = text.indexOf(GO_BUILD_INFO_MAGIC, at + 1)) {
    const isHere = (address + BigInt(at)) % BigInt(GO_BUILD_INFO_ALIGNMENT) === 0n && at + GO_BUILD_INFO_HEADER_LENGTH <= length;
    if (isHere) return { address: address + BigInt(at), length: Math.min(length - at, MAX_BUILD_INFO_LENGTH) };
  }
  return undefined;
}

function readBuildInfo(elf: ElfFile, { address, length }: Place): GoBuildInfo {
  const structure = 'Go build information';
  const { bytes, offset } = readMemory(elf, { structure, address, length, limit: MAX_BUILD_INFO_LENGTH });
  return decodeGoBuildInfo(bytes, elf.source.origin + offset, (at, size) =>
    findAddress(elf, at) === undefined ? undefined : readMemory(elf, { structure, address: at, length: size, limit: MAX_STRING_LENGTH }).bytes,
  );
}
