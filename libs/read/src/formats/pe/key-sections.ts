import { ByteView, FormatError, LimitError } from '../../bytes/index.ts';
import { readOpenPgpFingerprints } from './openpgp-fingerprints.ts';
import type { PeImage } from './pe-image.ts';
import { onlySection, readContent } from './section-content.ts';
import type { EmbeddedCertificate } from './signature-certificates.ts';

const VENDOR_CERT = '.vendor_cert';
const PUBKEY = '.pubkey';
const MAX_SECTION = 256 * 1024;
const MAX_CERTIFICATE = 64 * 1024;

/**
 * The certificate that shim trusts beside the firmware's database, from its section `.vendor_cert` (shim, cert.S: struct cert_table
 * of four u32: authorized size, deauthorized size, and the offset of each). undefined without the section, or when its size is 0.
 */
export function readVendorCertificate(pe: PeImage): EmbeddedCertificate | undefined {
  const section = onlySection(pe, pe.sections, VENDOR_CERT);
  if (section === undefined) return undefined;
  const origin = pe.source.origin + section.rawOffset;
  const table = new ByteView(readContent(pe, section, MAX_SECTION), VENDOR_CERT, origin);
  const [size, offset] = [table.u32(0), table.u32(8)];
  if (size === 0) return undefined;
  if (size > MAX_CERTIFICATE)
    throw new LimitError({ structure: VENDOR_CERT, field: 'vendor_authorized_size', offset: origin, found: size, expected: `at most ${MAX_CERTIFICATE}` });
  if (offset < 16)
    throw new FormatError({ structure: VENDOR_CERT, field: 'vendor_authorized_offset', offset: origin + 8, found: offset, expected: 'at least 16' });
  return { bytes: table.slice(offset, size), offset: origin + offset };
}

/** The keys that GRUB checks files with, from its section `.pubkey`; none without the section. */
export function readOpenPgpKeys(pe: PeImage): readonly string[] {
  const section = onlySection(pe, pe.sections, PUBKEY);
  if (section === undefined) return [];
  return readOpenPgpFingerprints(new ByteView(readContent(pe, section, MAX_SECTION), PUBKEY, pe.source.origin + section.rawOffset));
}

/** GRUB was built with an OpenPGP key to check files with: its section `.pubkey` holds something. */
export function hasOpenPgpKey(pe: PeImage): boolean {
  const section = onlySection(pe, pe.sections, PUBKEY);
  return section !== undefined && readContent(pe, section, MAX_SECTION).some((byte) => byte !== 0);
}
