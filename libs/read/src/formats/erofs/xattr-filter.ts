import { xxh32 } from '../../compression/index.ts';
import type { XattrName } from './xattr-names.ts';

const FILTER_SEED = 0x25bbe08f; // EROFS_XATTR_FILTER_SEED
const FILTER_BITS = 32;

/** The bit of h_name_filter that belongs to an attribute's name: XXH32 of the name without its prefix, seeded with the prefix's index. */
export function filterBit({ name, nameIndex }: Pick<XattrName, 'name' | 'nameIndex'>): number {
  return xxh32(name, (FILTER_SEED + nameIndex) | 0) & (FILTER_BITS - 1);
}
