import { type BlockSource, readBytes } from '@staticfire/read/block-source';
import type { DriveFormat } from './guestfs-disks.ts';
import { GuestfsError } from './guestfs-error.ts';

/** Of a qcow2 header (docs/interop/qcow2.txt of qemu): big-endian. */
const QCOW2_MAGIC = 'QFI\xfb';
const BACKING_OFFSET = { at: 8, length: 8 };
/** The last byte of `version`. */
const VERSION_AT = 7;
/** The last byte of `incompatible_features`, which a file of version 2 does not have. */
const FEATURES_AT = 79;
const EXTERNAL_DATA = 4;
/** Of a VMDK header. */
const VMDK_MAGIC = 'KDMV';
const CAPACITY = { at: 12, length: 8 };
/** QEMU looks for the parent in these bytes, wherever the header says that the descriptor is, and also in comments (vmdk_open and vmdk_parent_open of block/vmdk.c). */
const DESCRIPTOR = { at: 0x200, length: 20 * 512 };
const PARENT = 'parentFileNameHint';

/**
 * Throws a GuestfsError where QEMU would open other files than this one: with a virtual disk whoever made it could choose what else of this machine is read. Apart from
 * the checks of our own readers, which read the file by its specification, not as QEMU does.
 */
export function refuseOtherFiles(file: BlockSource, { path, format }: { readonly path: string; readonly format: DriveFormat }): void {
  const why = format === 'qcow2' ? whyNotQcow2(file) : format === 'vmdk' ? whyNotVmdk(file) : undefined;
  if (why !== undefined) throw new GuestfsError('failed', `${path} is not given to libguestfs: ${why}`);
}

function whyNotQcow2(file: BlockSource): string | undefined {
  if (text(file, 0, 4) !== QCOW2_MAGIC) return 'it is no qcow2 file';
  if (!isZero(file, BACKING_OFFSET)) return 'it has a backing file, which is not opened';
  const hasFeatures = readBytes(file, VERSION_AT, 1)[0] !== 2;
  return !hasFeatures || (readBytes(file, FEATURES_AT, 1)[0]! & EXTERNAL_DATA) === 0 ? undefined : 'its data lies in another file, which is not opened';
}

function whyNotVmdk(file: BlockSource): string | undefined {
  if (text(file, 0, 4) !== VMDK_MAGIC) return 'it is no sparse VMDK file';
  if (isZero(file, CAPACITY)) return 'it has no capacity, and QEMU would open the extents that its descriptor names';
  const { at, length } = DESCRIPTOR;
  return text(file, at, Math.min(length, file.length - at)).includes(PARENT) ? 'it names a parent, which is not opened' : undefined;
}

function text(file: BlockSource, at: number, length: number): string {
  return Buffer.from(readBytes(file, at, Math.max(0, length))).toString('latin1');
}

function isZero(file: BlockSource, { at, length }: { readonly at: number; readonly length: number }): boolean {
  return readBytes(file, at, length).every((byte) => byte === 0);
}
