import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { ByteView, FormatError, LimitError } from '../../bytes/index.ts';
import type { PeCertificate, PeRange, PeSection } from './pe-image.ts';

const ALIGNMENT = 8;
const HEADER_LENGTH = 8;
const MAX_CERTIFICATES = 64;
/** The largest FileAlignment. */
const MAX_PADDING = 65_536;

/**
 * The entries of the attribute certificate table, which overlaps nothing else and is the last thing in a file: everything before it is
 * hashed, everything in it is not. Only zero bytes may follow: a signed kernel is padded to whole blocks in a section of a UKI. UEFI 2.10, section 32.2.4; Microsoft, "PE Format", "The Attribute Certificate Table".
 */
export function readCertificateTable(source: BlockSource, table: PeRange, sections: readonly PeSection[], sizeOfHeaders: number): PeCertificate[] {
  checkPlace(source, table, sections, sizeOfHeaders);
  const certificates: PeCertificate[] = [];
  const end = table.offset + table.length;
  for (let offset = table.offset; end - offset >= HEADER_LENGTH; ) {
    if (certificates.length >= MAX_CERTIFICATES)
      throw new LimitError({ structure: 'PE certificate table', offset: source.origin + table.offset, message: `more than ${MAX_CERTIFICATES} entries` });
    const certificate = readCertificate(source, offset, end);
    certificates.push(certificate);
    offset += Math.ceil(certificate.length / ALIGNMENT) * ALIGNMENT;
  }
  return certificates;
}

function checkPlace(source: BlockSource, { offset, length }: PeRange, sections: readonly PeSection[], sizeOfHeaders: number): void {
  const fail = (field: string, found: number, expected: string): FormatError =>
    new FormatError({ structure: 'PE certificate table', field, offset: source.origin + offset, found, expected });
  const before = Math.max(sizeOfHeaders, ...sections.map(({ rawOffset, rawSize }) => rawOffset + rawSize));
  if (offset % ALIGNMENT !== 0) throw fail('offset', offset, `a multiple of ${ALIGNMENT}`);
  if (offset < before) throw fail('offset', offset, `at least ${before}, behind headers and sections`);
  if (offset + length > source.length) throw fail('size', length, `at most ${source.length - offset}, to the file's end`);
  if (length < HEADER_LENGTH || length % ALIGNMENT !== 0) throw fail('size', length, `a multiple of ${ALIGNMENT}`);
  checkPadding(source, offset + length);
}

function checkPadding(source: BlockSource, end: number): void {
  const length = source.length - end;
  const zeros = length <= MAX_PADDING && readBytes(source, end, length).every((byte) => byte === 0);
  if (!zeros)
    throw new FormatError({
      structure: 'PE certificate table',
      offset: source.origin + end,
      found: `${length} bytes behind it`,
      expected: `up to ${MAX_PADDING} zero bytes`,
    });
}

function readCertificate(source: BlockSource, offset: number, end: number): PeCertificate {
  const view = new ByteView(readBytes(source, offset, HEADER_LENGTH), 'WIN_CERTIFICATE', source.origin + offset);
  const length = view.u32(0);
  if (length <= HEADER_LENGTH || offset + length > end) throw view.error('dwLength', 0, length, `${HEADER_LENGTH + 1} to ${end - offset}`);
  return { offset, length, revision: view.u16(4), type: view.u16(6), content: { offset: offset + HEADER_LENGTH, length: length - HEADER_LENGTH } };
}
