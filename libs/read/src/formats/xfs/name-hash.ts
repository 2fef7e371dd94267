/** xfs_da_hashname: names in directories and of attributes are found by it. Below 2^32. */
export function hashName(name: Uint8Array): number {
  let hash = 0;
  let at = 0;
  for (const end = name.length - 3; at < end; at += 4)
    hash = (name[at]! << 21) ^ (name[at + 1]! << 14) ^ (name[at + 2]! << 7) ^ name[at + 3]! ^ ((hash << 28) | (hash >>> 4));
  const rest = name.length - at;
  if (rest === 3) hash = (name[at]! << 14) ^ (name[at + 1]! << 7) ^ name[at + 2]! ^ ((hash << 21) | (hash >>> 11));
  if (rest === 2) hash = (name[at]! << 7) ^ name[at + 1]! ^ ((hash << 14) | (hash >>> 18));
  if (rest === 1) hash = name[at]! ^ ((hash << 7) | (hash >>> 25));
  return hash >>> 0;
}
