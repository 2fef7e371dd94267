import { type FileHandle, open } from 'node:fs/promises';
import type { PlannedPartition } from './partition-plan.ts';
import type { Patch } from './recipe.ts';

const MIB = 1024 * 1024;

/** Changes bytes of a finished image in place. */
export async function patchImage(path: string, partitions: readonly PlannedPartition[], patches: readonly Patch[]): Promise<void> {
  if (patches.length === 0) return;
  const disk = await open(path, 'r+');
  try {
    const { size } = await disk.stat();
    for (const patch of patches) await applyPatch(disk, offsetOf(patch, partitions, size), patch);
  } finally {
    await disk.close();
  }
}

function offsetOf(patch: Patch, partitions: readonly PlannedPartition[], size: number): number {
  if (patch.at === 'disk') return patch.offset < 0 ? size + patch.offset : patch.offset;
  const partition = partitions.find(({ key }) => key === patch.at);
  if (partition === undefined) throw new Error(`no partition ${patch.at} to patch`);
  return partition.startMib * MIB + patch.offset;
}

async function applyPatch(disk: FileHandle, offset: number, patch: Patch): Promise<void> {
  const bytes = Buffer.from(patch.bytes ?? '00', 'hex');
  if (patch.xor !== undefined) {
    await disk.read(bytes, 0, 1, offset);
    bytes[0] = bytes[0]! ^ patch.xor;
  }
  await disk.write(bytes, 0, bytes.length, offset);
}
