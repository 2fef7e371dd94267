import type { BlockSource } from '../block-source/index.ts';
import { findMagic, type Magic } from './magic.ts';

/** What a disk may be packed in; none of them is read yet. */
const CONTAINERS: readonly Magic[] = [
  { name: 'an LZ4 frame', offset: 0, bytes: [0x04, 0x22, 0x4d, 0x18] },
  { name: 'a gzip file', offset: 0, bytes: [0x1f, 0x8b] },
  { name: 'a zstd frame', offset: 0, bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { name: 'an xz file', offset: 0, bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] },
  { name: 'a bzip2 file', offset: 0, bytes: [0x42, 0x5a, 0x68] },
  { name: 'a qcow2 disk', offset: 0, bytes: [0x51, 0x46, 0x49, 0xfb] },
  { name: 'a VMDK disk', offset: 0, bytes: [0x4b, 0x44, 0x4d, 0x56] },
  { name: 'a tar archive (OVA)', offset: 257, bytes: [0x75, 0x73, 0x74, 0x61, 0x72] },
];

/** The container that these bytes start like. */
export function nameContainer(source: BlockSource): string | undefined {
  return findMagic(source, CONTAINERS);
}
