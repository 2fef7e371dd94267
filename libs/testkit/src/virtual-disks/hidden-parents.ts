import { GOOD_SPARSE, GOOD_STREAM } from './bad-vmdk.ts';
import { vmdkFile } from './vmdk-file.ts';

/** VMDK files without a parent by their specification, where QEMU finds one (vmdk_open of block/vmdk.c), and which. */
export const HIDDEN_PARENTS = {
  'in a comment': { file: inComment('../../../other.vmdk'), parent: '../../../other.vmdk' },
  'where no descriptor is': { file: besideDescriptor('/var/lib/other.vmdk'), parent: '/var/lib/other.vmdk' },
} as const;

function inComment(parent: string): Buffer {
  const file = vmdkFile(GOOD_STREAM);
  file.write(`#parentFileNameHint="${parent}"\n`, file.indexOf('"disk.vmdk"') + 12);
  return file;
}

/** The header leads to a descriptor at the end of the file; where it was there is another text. */
function besideDescriptor(parent: string): Buffer {
  const sparse = vmdkFile(GOOD_SPARSE);
  const file = Buffer.concat([sparse, sparse.subarray(0x200, 0x400)]);
  file.writeBigUInt64LE(BigInt(sparse.length / 512), 28);
  file.writeBigUInt64LE(1n, 36);
  file.write(`CID=1\nparentCID=2\nparentFileNameHint="${parent}"\n\0`, 0x200);
  return file;
}
