import { checkUuid } from './block-header.ts';
import { hex, verifyChecksum } from './checksums.ts';
import { agLength } from './geometry.ts';
import { type Volume, viewAt } from './volume.ts';

/** Structures of fs/xfs/libxfs/xfs_format.h, one in each of the sectors 1 to 3 of an allocation group. */
const HEADERS = [
  { name: 'AGF', prefix: 'agf', magic: 0x58414746, seqnoAt: 8, lengthAt: 12, uuidAt: 64, checksumAt: 216 },
  { name: 'AGI', prefix: 'agi', magic: 0x58414749, seqnoAt: 8, lengthAt: 12, uuidAt: 296, checksumAt: 312 },
  { name: 'AGFL', prefix: 'agfl', magic: 0x5841464c, seqnoAt: 4, lengthAt: undefined, uuidAt: 8, checksumAt: 32 },
] as const;

type Header = (typeof HEADERS)[number];

/** Names of an allocation group's first four sectors. */
export const AG_SECTORS: readonly string[] = ['superblock', ...HEADERS.map(({ name }) => name)];

/** Every allocation group's headers: magic, checksum, UUID, number and length. */
export function verifyAgHeaders(volume: Volume): void {
  for (let group = 0; group < volume.geometry.agCount; group++) {
    for (const [index, header] of HEADERS.entries()) verifyHeader(volume, group, index + 1, header);
  }
}

function verifyHeader(volume: Volume, group: number, sector: number, { name, prefix, magic, seqnoAt, lengthAt, uuidAt, checksumAt }: Header): void {
  const { geometry, superBlock } = volume;
  const offset = group * geometry.agBlocks * geometry.blockSize + sector * superBlock.sectorSize;
  const view = viewAt(volume, offset, superBlock.sectorSize, `xfs ${name} of group ${group}`);
  if (view.u32(0) !== magic) throw view.error(`${prefix}_magicnum`, 0, hex(view.u32(0)), hex(magic));
  verifyChecksum(view, `${prefix}_crc`, checksumAt);
  checkUuid(view, `${prefix}_uuid`, uuidAt, superBlock.metaUuid);
  if (view.u32(seqnoAt) !== group) throw view.error(`${prefix}_seqno`, seqnoAt, view.u32(seqnoAt), group);
  if (lengthAt === undefined) return;
  const length = agLength(geometry, group);
  if (view.u32(lengthAt) !== length) throw view.error(`${prefix}_length`, lengthAt, view.u32(lengthAt), length);
}
