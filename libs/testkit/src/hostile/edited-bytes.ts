import type { Patch } from '../lab/recipe.ts';

/** What `edit` changes in `bytes`, as the patches that change a finished image in the same way. `bytes` stay as they are. */
export function patchesOf(bytes: Buffer, edit: (bytes: Buffer) => void): Omit<Patch, 'at'>[] {
  const edited = Buffer.from(bytes);
  edit(edited);
  const patches: { offset: number; length: number }[] = [];
  for (let offset = 0; offset < bytes.length; offset++) {
    if (bytes[offset] === edited[offset]) continue;
    const last = patches.at(-1);
    if (last !== undefined && last.offset + last.length === offset) last.length++;
    else patches.push({ offset, length: 1 });
  }
  if (patches.length === 0) throw new Error('the edit changes nothing');
  return patches.map(({ offset, length }) => ({ offset, bytes: edited.subarray(offset, offset + length).toString('hex') }));
}
