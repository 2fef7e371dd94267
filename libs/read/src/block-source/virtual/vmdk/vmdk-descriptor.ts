import { FormatError, LimitError, UnsupportedError } from '../../../bytes/index.ts';
import type { BlockSource } from '../../block-source.ts';
import { viewContainer } from '../../compressed/container-view.ts';

const STRUCTURE = 'VMDK descriptor';
const MAX_LENGTH = 2 ** 20;
const EXTENT = /^(RW|RDONLY|NOACCESS)\s+(\d{1,15})\s+([A-Z]+)(?:\s+"(.*)")?/;
const FIELD = /^([\w.]+)\s*=\s*(?:"(.*)"|(.*?))\s*$/;
const NO_PARENT = 'ffffffff';
/** Those with one sparse extent in the same file. */
const READ_TYPES = ['monolithicSparse', 'streamOptimized'];

export interface VmdkExtent {
  readonly access: string;
  readonly sectors: number;
  readonly type: string;
}

/** What a descriptor tells of a disk ("The Descriptor File" of VMware's Virtual Disk Format 1.1). */
export interface VmdkDescriptor {
  readonly createType: string;
  /** Content id of the disk that this one tells the changes of, `ffffffff` when it stands alone; and that disk's file. */
  readonly parentId: string | undefined;
  readonly parentName: string | undefined;
  readonly extents: readonly VmdkExtent[];
}

/** Reads the descriptor of `length` bytes at `offset`; a NUL ends it. Names are Latin-1: an encoding that they say is not looked at. */
export function readVmdkDescriptor(file: BlockSource, offset: number, length: number): VmdkDescriptor {
  if (length > MAX_LENGTH)
    throw new LimitError({ structure: STRUCTURE, offset: file.origin + offset, message: `${length} bytes, at most ${MAX_LENGTH} are read` });
  const { bytes } = viewContainer(file, STRUCTURE, offset, length);
  const end = bytes.indexOf(0);
  const lines = Buffer.from(end < 0 ? bytes : bytes.subarray(0, end))
    .toString('latin1')
    .split('\n');
  const fields = readFields(lines, file.origin + offset);
  return {
    createType: fields.get('createType') ?? '',
    parentId: fields.get('parentCID')?.toLowerCase(),
    parentName: fields.get('parentFileNameHint'),
    extents: lines.flatMap((line) => extentOf(line.trim())),
  };
}

function readFields(lines: readonly string[], offset: number): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of lines) {
    const [, key, quoted, plain] = FIELD.exec(line.trim()) ?? [];
    if (key === undefined || line.trimStart().startsWith('#')) continue;
    if (fields.has(key)) throw new FormatError({ structure: STRUCTURE, field: key, offset, message: 'it is there twice' });
    fields.set(key, quoted ?? plain ?? '');
  }
  return fields;
}

function extentOf(line: string): VmdkExtent[] {
  const [, access, sectors, type] = EXTENT.exec(line) ?? [];
  return access === undefined ? [] : [{ access, sectors: Number(sectors), type: type! }];
}

/** Throws unless the disk is the one sparse extent that its file has, `capacity` sectors long. `offset` is the descriptor's. */
export function checkVmdkDescriptor(descriptor: VmdkDescriptor, capacity: number, offset: number): void {
  const { createType, extents } = descriptor;
  if (!READ_TYPES.includes(createType)) throw otherType(createType, offset);
  refuseParent(descriptor, offset);
  const [extent] = extents;
  if (extents.length !== 1 || extent?.type !== 'SPARSE' || extent.access === 'NOACCESS') {
    const found = extents.map(({ access, type }) => `${access} ${type}`).join(', ') || 'none';
    throw new FormatError({ structure: STRUCTURE, field: 'extents', offset, found, expected: 'one that is SPARSE' });
  }
  if (extent.sectors !== capacity) throw new FormatError({ structure: STRUCTURE, field: 'extent size', offset, found: extent.sectors, expected: capacity });
}

function refuseParent({ parentId, parentName }: VmdkDescriptor, offset: number): void {
  if (parentId === undefined) throw new FormatError({ structure: STRUCTURE, field: 'parentCID', offset, message: 'it is not there' });
  if (parentId === NO_PARENT && parentName === undefined) return;
  const message = `this disk holds only what differs from its parent ${JSON.stringify(parentName ?? '')}, which is not opened; make one disk of them with 'qemu-img convert'`;
  throw new UnsupportedError({ structure: STRUCTURE, field: 'parentCID', offset, message });
}

/** The error for a descriptor alone, or of a type that is not read. */
export function otherType(createType: string, offset: number): UnsupportedError {
  const message = `its data lies in other files, or in another form; make one file of it with 'qemu-img convert -O qcow2'`;
  return new UnsupportedError({
    structure: STRUCTURE,
    field: 'createType',
    offset,
    found: JSON.stringify(createType),
    expected: READ_TYPES.join(' or '),
    message,
  });
}
