import { createHmac } from 'node:crypto';
import { FormatError } from '@staticfire/read/bytes';
import { type ElfFile, findAddress, readMemory, readSection } from '@staticfire/read/formats/elf';

/**
 * What a program's own check of Go's cryptographic module would find at start, in FIPS mode: code and data as they were linked, or
 * not; no checksum to compare with; addresses that no loaded part has. That it is there does not say that FIPS mode is on.
 */
export type GoFipsModule = 'matches' | 'differs' | 'unsigned' | 'unresolved';

const SECTION = '.go.fipsinfo';
const MAGIC = '\xff Go fipsinfo \xff\x00';
const SUM_AT = 16;
const SUM_LENGTH = 32;
/** Of code, read-only data, data without pointers, data. */
const RANGES = 4;
/** Code and data of the module of Go 1.26 have 0.4 MB. */
const MAX_RANGE_LENGTH = 64 * 1024 * 1024;
const OBJECT_HEADER = 'go fips object v1\n';

/** Go src/crypto/internal/fips140/check/check.go: HMAC-SHA-256 over four ranges of memory. Undefined without the section. */
export function checkGoFipsModule(elf: ElfFile): GoFipsModule | undefined {
  const pointer = elf.bits / 8;
  const section = readSection(elf, SECTION, 4096);
  if (section === undefined) return undefined;
  const info = Buffer.from(section.bytes);
  const length = SUM_AT + SUM_LENGTH + pointer * (1 + 2 * RANGES);
  if (info.length < length || info.toString('latin1', 0, MAGIC.length) !== MAGIC)
    throw new FormatError({ structure: `ELF section ${SECTION}`, offset: elf.source.origin + section.offset, message: 'it is no fipsinfo of Go' });
  const sum = info.subarray(SUM_AT, SUM_AT + SUM_LENGTH);
  if (sum.every((byte) => byte === 0)) return 'unsigned';
  const computed = hashRanges(elf, readPointers(elf, info.subarray(SUM_AT + SUM_LENGTH + pointer, length)));
  if (computed === undefined) return 'unresolved';
  return computed.equals(sum) ? 'matches' : 'differs';
}

/** Relocatable programs hold them as they were linked, too: Go src/cmd/link/internal/ld/fips140.go, `elffips`. */
function readPointers({ bits, littleEndian }: ElfFile, bytes: Buffer): bigint[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = bits / 8;
  return Array.from({ length: bytes.length / size }, (_, index) =>
    bits === 64 ? view.getBigUint64(index * size, littleEndian) : BigInt(view.getUint32(index * size, littleEndian)),
  );
}

function hashRanges(elf: ElfFile, pointers: readonly bigint[]): Buffer | undefined {
  const hmac = createHmac('sha256', Buffer.alloc(32)).update(OBJECT_HEADER);
  for (let range = 0; range < RANGES; range++) {
    const [start, end] = [pointers[2 * range]!, pointers[2 * range + 1]!];
    const place = findAddress(elf, start);
    if (place === undefined || end < start || end - start > BigInt(place.length)) return undefined;
    const length = Buffer.alloc(8);
    length.writeBigUInt64BE(end - start);
    hmac.update(length);
    hmac.update(readMemory(elf, { structure: 'Go FIPS module', address: start, length: Number(end - start), limit: MAX_RANGE_LENGTH }).bytes);
  }
  return hmac.digest();
}
