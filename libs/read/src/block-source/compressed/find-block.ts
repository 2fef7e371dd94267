/** The last block that begins at `offset` or before. `starts` ends with the disk's length. */
export function findBlock(starts: Float64Array, offset: number): number {
  let first = 0;
  let after = starts.length - 1;
  while (after - first > 1) {
    const middle = (first + after) >>> 1;
    if (starts[middle]! <= offset) first = middle;
    else after = middle;
  }
  return first;
}
