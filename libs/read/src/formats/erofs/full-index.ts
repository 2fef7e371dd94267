import type { ByteView } from '../../bytes/index.ts';
import { unsupported } from './features.ts';
import type { Inode } from './inode.ts';
import { HEAD_KINDS, type Lcluster, type LclusterIndex, NONHEAD_TYPE, STORED_BLOCKS_BIT } from './lcluster.ts';
import { MAP_HEADER_LENGTH, type MapHeader } from './map-header.ts';
import { readMetadata, type Volume } from './volume.ts';

const UNUSED_LENGTH = 8;
const ENTRY_LENGTH = 8;
const TYPE_MASK = 3;
const PARTIAL_BIT = 0x8000; // Z_EROFS_LI_PARTIAL_REF

/** An index of 8-byte entries (layout compressed-full): struct z_erofs_lcluster_index. */
export function fullIndex(volume: Volume, inode: Inode, header: MapHeader, count: number): LclusterIndex {
  const structure = `erofs full index of inode ${inode.nid}`;
  const start = header.offset + MAP_HEADER_LENGTH + UNUSED_LENGTH;
  return {
    end: start + count * ENTRY_LENGTH,
    entry: (lcn) => decodeEntry(header, readMetadata(volume, start + lcn * ENTRY_LENGTH, ENTRY_LENGTH, structure)),
    place: (lcn) => volume.source.origin + start + lcn * ENTRY_LENGTH,
  };
}

function decodeEntry(header: MapHeader, view: ByteView): Lcluster {
  const advise = view.u16(0);
  if ((advise & ~(TYPE_MASK | PARTIAL_BIT)) !== 0) throw unsupported(view, 'di_advise', 0, `advice 0x${advise.toString(16)}`);
  const type = advise & TYPE_MASK;
  if (type === NONHEAD_TYPE) return decodeNonHead(header, view);
  const clusterOffset = view.u16(2);
  if (clusterOffset >= 2 ** header.clusterBits) throw view.error('di_clusterofs', 2, clusterOffset, `below ${2 ** header.clusterBits}`);
  return { kind: HEAD_KINDS[type]!, clusterOffset, block: view.u32(4), isPartial: (advise & PARTIAL_BIT) !== 0 };
}

function decodeNonHead({ bigCompressed, bigPlain }: MapHeader, view: ByteView): Lcluster {
  const delta = view.u16(4);
  if ((delta & STORED_BLOCKS_BIT) === 0) return { kind: 'nonhead', back: delta };
  if (!bigCompressed && !bigPlain) throw view.error('di_u.delta[0]', 4, delta, 'no block count, as the file has no big pclusters');
  return { kind: 'nonhead', back: 1, storedBlocks: delta & ~STORED_BLOCKS_BIT };
}
