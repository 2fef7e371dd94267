import { ByteView, LimitError } from '../../bytes/index.ts';
import type { PeImage } from './pe-image.ts';
import { onlySection, readContent } from './section-content.ts';
import { readSignatureLists, type SignatureListEntry } from './signature-list.ts';

/** What a shim was built to trust, beside the databases of firmware and owner, and what not to. */
export interface VendorTrust {
  readonly authorized: readonly SignatureListEntry[];
  readonly deauthorized: readonly SignatureListEntry[];
}

const VENDOR_CERT = '.vendor_cert';
const HEADER_LENGTH = 16;
const SEQUENCE = 0x30;
const MAX_SECTION = 1024 * 1024;
const MAX_CERTIFICATE = 64 * 1024;

/**
 * From shim's section `.vendor_cert` (shim, cert.S: struct cert_table of four u32: authorized size, deauthorized size, and the offset of each). What it
 * trusts is one certificate (VENDOR_CERT_FILE) or a database (VENDOR_DB_FILE), what it refuses a database. undefined without the section.
 */
export function readVendorTrust(pe: PeImage): VendorTrust | undefined {
  const section = onlySection(pe, pe.sections, VENDOR_CERT);
  if (section === undefined) return undefined;
  const table = new ByteView(readContent(pe, section, MAX_SECTION), VENDOR_CERT, pe.source.origin + section.rawOffset);
  return {
    authorized: entriesOf(table, 'vendor_authorized', table.u32(0), table.u32(8)),
    deauthorized: entriesOf(table, 'vendor_deauthorized', table.u32(4), table.u32(12)),
  };
}

function entriesOf(table: ByteView, name: string, size: number, offset: number): readonly SignatureListEntry[] {
  if (size === 0) return [];
  if (offset < HEADER_LENGTH) throw table.error(`${name}_offset`, name === 'vendor_authorized' ? 8 : 12, offset, `at least ${HEADER_LENGTH}`);
  if (size > MAX_SECTION) throw tooLong(table, name, size, MAX_SECTION);
  const view = table.view(offset, size);
  if (view.u8(0) !== SEQUENCE) return readSignatureLists(view);
  if (size > MAX_CERTIFICATE) throw tooLong(table, name, size, MAX_CERTIFICATE);
  return [{ kind: 'certificate', bytes: view.bytes, offset: view.offset }];
}

function tooLong({ structure, offset }: ByteView, name: string, found: number, limit: number): LimitError {
  return new LimitError({ structure, field: `${name}_size`, offset, found, expected: `at most ${limit}` });
}
