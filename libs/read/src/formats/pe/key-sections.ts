import { ByteView } from '../../bytes/index.ts';
import { readOpenPgpFingerprints } from './openpgp-fingerprints.ts';
import type { PeImage } from './pe-image.ts';
import { onlySection, readContent } from './section-content.ts';

const PUBKEY = '.pubkey';
const MAX_SECTION = 256 * 1024;

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
