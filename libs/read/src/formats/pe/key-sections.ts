import { ByteView } from '../../bytes/index.ts';
import type { PeImage } from './pe-image.ts';
import { onlySection, readContent } from './section-content.ts';

const PUBKEY = '.pubkey';
const MAX_SECTION = 256 * 1024;

/** Where GRUB keeps the keys that it checks files with: its section `.pubkey`, with NUL bytes behind what is in it; undefined without the section. */
export function readKeySection(pe: PeImage): ByteView | undefined {
  const section = onlySection(pe, pe.sections, PUBKEY);
  return section === undefined ? undefined : new ByteView(readContent(pe, section, MAX_SECTION), PUBKEY, pe.source.origin + section.rawOffset);
}

/** GRUB was built with an OpenPGP key to check files with: its section `.pubkey` holds something. */
export function hasOpenPgpKey(pe: PeImage): boolean {
  return readKeySection(pe)?.bytes.some((byte) => byte !== 0) ?? false;
}
