import { type ByteView, LimitError } from '../../bytes/index.ts';

/** One entry of an EFI_SIGNATURE_LIST, as databases of Secure Boot hold them. */
export interface SignatureListEntry {
  /** `sha256`: of a program as Authenticode hashes it; `other`: a type that shim does not look at, or that is not known. */
  readonly kind: 'certificate' | 'sha256' | 'other';
  /** DER, the hash, or whatever it is. */
  readonly bytes: Uint8Array;
  /** Absolute image offset. */
  readonly offset: number;
}

const GUID_LENGTH = 16;
const HEADER_LENGTH = GUID_LENGTH + 12;
const MAX_ENTRIES = 2048;
const SHA256_LENGTH = 32;

/** SignatureType as it is stored. */
const KINDS: Readonly<Record<string, SignatureListEntry['kind']>> = {
  a159c0a5e494a74a87b5ab155c2bf072: 'certificate', // EFI_CERT_X509_GUID
  '2616c4c14c509240aca941f936934328': 'sha256', // EFI_CERT_SHA256_GUID
};

/**
 * The entries of EFI_SIGNATURE_LISTs that fill a view one behind the other (UEFI 2.10, section 32.4.1). Sizes that contradict each other →
 * FormatError; more than 2048 entries → LimitError.
 */
export function readSignatureLists(view: ByteView): readonly SignatureListEntry[] {
  const found: SignatureListEntry[] = [];
  for (let at = 0; at < view.length; ) {
    const [listSize, headerSize, size] = [view.u32(at + 16), view.u32(at + 20), view.u32(at + 24)];
    if (listSize < HEADER_LENGTH || at + listSize > view.length)
      throw view.error('SignatureListSize', at + 16, listSize, `${HEADER_LENGTH} to ${view.length - at}`);
    const start = HEADER_LENGTH + headerSize;
    if (start > listSize) throw view.error('SignatureHeaderSize', at + 20, headerSize, `at most ${listSize - HEADER_LENGTH}`);
    if (size <= GUID_LENGTH || (listSize - start) % size !== 0)
      throw view.error('SignatureSize', at + 24, size, `more than ${GUID_LENGTH}, a divisor of ${listSize - start}`);
    const kind = KINDS[Buffer.from(view.slice(at, GUID_LENGTH)).toString('hex')] ?? 'other';
    if (kind === 'sha256' && size !== GUID_LENGTH + SHA256_LENGTH) throw view.error('SignatureSize', at + 24, size, GUID_LENGTH + SHA256_LENGTH);
    for (let entry = at + start; entry < at + listSize; entry += size) {
      if (found.length === MAX_ENTRIES)
        throw new LimitError({ structure: view.structure, offset: view.offset + entry, message: `more than ${MAX_ENTRIES} entries` });
      found.push({ kind, bytes: view.slice(entry + GUID_LENGTH, size - GUID_LENGTH), offset: view.offset + entry + GUID_LENGTH });
    }
    at += listSize;
  }
  return found;
}
