import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { ByteView, DerTag, expectDer, LimitError, ReadError } from '../../bytes/index.ts';
import type { Locate } from './locate.ts';

/** A certificate inside a kernel, not looked into. */
export interface KernelCertificate {
  /** DER of the whole. */
  readonly bytes: Uint8Array;
  /** In the kernel file or, when that is compressed, in the inflated kernel. */
  readonly offset: number;
  /** One of the keyring that the kernel trusts from its start. */
  readonly builtIn: boolean;
}

/** Version 3 and the start of the serial number, in latin1: [0] { INTEGER 2 }, INTEGER (RFC 5280, section 4.1). */
export const CERTIFICATE_VERSION = '\xa0\x03\x02\x01\x02\x02';
const BIT_STRING = 0x03;
/** A length in two bytes: certificates have more than 255 bytes. */
const LONG_LENGTH = 0x82;
const HEADER = 4;
const MAX_LENGTH = 0xffff + HEADER;
const MAX_CERTIFICATES = 64;

/** `system_certificate_list_size` of 64-bit kernels, and what the list and it are aligned to (Linux certs/system_certificates.S). */
const LIST_SIZE = 8;

type Certificate = Omit<KernelCertificate, 'builtIn'>;

/**
 * Certificates around those marks: what stands before one are the headers of a certificate and of its `tbsCertificate`, and its members
 * are all inside. Those of the built-in keyring follow one another, and the length of all of them follows them. More than 64 → LimitError.
 */
export function readCertificates(kernel: BlockSource, marks: readonly number[], locate: Locate): readonly KernelCertificate[] {
  const found = marks.flatMap((mark) => certificateAt(kernel, mark - 2 * HEADER) ?? []);
  if (found.length > MAX_CERTIFICATES)
    throw new LimitError({
      structure: 'kernel',
      field: 'certificates',
      ...locate(marks[0]!),
      found: `${found.length}`,
      expected: `at most ${MAX_CERTIFICATES}`,
    });
  const builtIn = new Set(found.flatMap((_, index) => builtInFrom(kernel, found.slice(index))));
  return found.map((certificate) => ({ ...certificate, builtIn: builtIn.has(certificate) }));
}

/** The keyring that starts with the first one; none where no such length follows it. */
function builtInFrom(kernel: BlockSource, certificates: readonly Certificate[]): readonly Certificate[] {
  const start = certificates[0]!.offset;
  let end = start;
  for (const [index, { offset, bytes }] of certificates.entries()) {
    if (offset !== end) break;
    end += bytes.length;
    if (start % LIST_SIZE === 0 && sizeBehind(kernel, end) === BigInt(end - start)) return certificates.slice(0, index + 1);
  }
  return [];
}

function sizeBehind(kernel: BlockSource, end: number): bigint | undefined {
  const at = Math.ceil(end / LIST_SIZE) * LIST_SIZE;
  if (at + LIST_SIZE > kernel.length) return undefined;
  return new ByteView(readBytes(kernel, at, LIST_SIZE), 'system_certificate_list_size', at).u64(0);
}

function certificateAt(kernel: BlockSource, offset: number): Certificate | undefined {
  if (offset < 0) return undefined;
  const bytes = readBytes(kernel, offset, Math.min(MAX_LENGTH, kernel.length - offset));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const starts = [0, HEADER].every((at) => bytes[at] === DerTag.sequence && bytes[at + 1] === LONG_LENGTH);
  const length = starts ? view.getUint16(2) + HEADER : 0;
  if (!starts || length > bytes.length) return undefined;
  const certificate = bytes.slice(0, length);
  return isCertificate(certificate) ? { bytes: certificate, offset } : undefined;
}

/** tbsCertificate, signatureAlgorithm and signatureValue, and nothing behind them. */
function isCertificate(bytes: Uint8Array): boolean {
  const { content } = expectDer(new ByteView(bytes, 'certificate', 0), 0, DerTag.sequence, 'Certificate');
  try {
    const end = [DerTag.sequence, DerTag.sequence, BIT_STRING].reduce((at, tag) => at + expectDer(content, at, tag, 'member').length, 0);
    return end === content.length;
  } catch (error) {
    if (error instanceof ReadError) return false;
    throw error;
  }
}
