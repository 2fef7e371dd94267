import { createHash } from 'node:crypto';
import { UnsupportedError } from '../../bytes/index.ts';
import type { PeImage, PeRange } from './pe-image.ts';

const CHUNK_LENGTH = 1 << 20;
const CHECKSUM_LENGTH = 4;
const DIRECTORY_ENTRY_LENGTH = 8;

export type DigestAlgorithm = 'sha1' | 'sha256' | 'sha384' | 'sha512';

/**
 * The hash that an Authenticode signature of the image signs, lower-case hex (Microsoft, "Windows Authenticode Portable Executable
 * Signature Format", "Calculating the PE Image Hash"): headers without CheckSum and the certificate table's directory entry, sections in
 * file order, then what follows them up to the certificate table. Nothing is added for padding: signing tools pad an unsigned file to 8
 * bytes before they hash it, so that a signed file holds its padding. Read in chunks of 1 MiB. Of a signed kernel in a section of a UKI,
 * which has padding behind its certificate table, a slice up to the table's end has to be read.
 */
export function authenticodeDigest(pe: PeImage, algorithm: DigestAlgorithm): string {
  const hash = createHash(algorithm);
  const chunk = new Uint8Array(CHUNK_LENGTH);
  for (const { offset, length } of hashedRanges(pe)) {
    for (let at = 0; at < length; at += CHUNK_LENGTH) {
      const part = chunk.subarray(0, Math.min(CHUNK_LENGTH, length - at));
      pe.source.readInto(part, offset + at);
      hash.update(part);
    }
  }
  return hash.digest('hex');
}

/** Bytes between sections, or behind the certificate table, would be hashed by some tools and by others not: an UnsupportedError. */
function hashedRanges(pe: PeImage): PeRange[] {
  const { sizeOfHeaders, certificateTable, source } = pe;
  rejectBytesBehind(pe);
  const ranges = headerRanges(pe);
  let end = sizeOfHeaders;
  const sections = pe.sections.filter(({ rawSize }) => rawSize > 0).sort((a, b) => a.rawOffset - b.rawOffset);
  for (const { name, rawOffset, rawSize } of sections) {
    if (rawOffset !== end)
      throw new UnsupportedError({
        structure: 'PE section table',
        offset: source.origin + end,
        message: `${rawOffset - end} bytes before section ${name} belong to none`,
      });
    ranges.push({ offset: rawOffset, length: rawSize });
    end = rawOffset + rawSize;
  }
  return [...ranges, { offset: end, length: (certificateTable?.offset ?? source.length) - end }];
}

function rejectBytesBehind({ source, certificateTable }: PeImage): void {
  if (certificateTable === undefined) return;
  const end = certificateTable.offset + certificateTable.length;
  if (end < source.length)
    throw new UnsupportedError({
      structure: 'PE certificate table',
      offset: source.origin + end,
      message: `${source.length - end} bytes follow it, which firmware would hash`,
    });
}

function headerRanges({ checksumOffset, certificateEntryOffset, sizeOfHeaders }: PeImage): PeRange[] {
  const afterChecksum = checksumOffset + CHECKSUM_LENGTH;
  const start = { offset: 0, length: checksumOffset };
  if (certificateEntryOffset === undefined) return [start, { offset: afterChecksum, length: sizeOfHeaders - afterChecksum }];
  const afterEntry = certificateEntryOffset + DIRECTORY_ENTRY_LENGTH;
  return [start, { offset: afterChecksum, length: certificateEntryOffset - afterChecksum }, { offset: afterEntry, length: sizeOfHeaders - afterEntry }];
}
