import { UnsupportedError } from '../bytes/index.ts';
import { isSkippableMagic } from '../compression/index.ts';
import { type BlockSource, readBytes } from './block-source.ts';

/** How a disk may lie in a file. */
export type DiskContainer = 'raw' | 'lz4' | 'gzip' | 'zstd' | 'xz' | 'bzip2' | 'qcow2' | 'vmdk' | 'ova';

interface ContainerMagic {
  /** As a message names it. */
  readonly name: string;
  readonly offset: number;
  readonly bytes: readonly number[];
  /** Undefined when it is not read. */
  readonly container?: DiskContainer;
  /** What to do about one that is not read, where that is not to unpack it. */
  readonly advice?: string;
}

const CONVERT = { advice: "make a raw disk of it with 'qemu-img convert -O raw'" };
const ascii = (text: string) => [...Buffer.from(text, 'latin1')];

/** What a disk may be packed in; the names are for messages. */
const CONTAINERS: readonly ContainerMagic[] = [
  { name: 'an LZ4 frame', offset: 0, bytes: [0x04, 0x22, 0x4d, 0x18], container: 'lz4' },
  { name: 'a gzip file', offset: 0, bytes: [0x1f, 0x8b], container: 'gzip' },
  { name: 'a zstd frame', offset: 0, bytes: [0x28, 0xb5, 0x2f, 0xfd], container: 'zstd' },
  { name: 'a legacy LZ4 frame', offset: 0, bytes: [0x02, 0x21, 0x4c, 0x18], container: 'lz4' },
  { name: 'an xz file', offset: 0, bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], container: 'xz' },
  { name: 'a bzip2 file', offset: 0, bytes: [0x42, 0x5a, 0x68], container: 'bzip2' },
  { name: 'a qcow2 disk', offset: 0, bytes: [0x51, 0x46, 0x49, 0xfb], container: 'qcow2' },
  { name: 'a VMDK disk', offset: 0, bytes: [0x4b, 0x44, 0x4d, 0x56], container: 'vmdk' },
  { name: 'a VMDK descriptor', offset: 0, bytes: [...Buffer.from('# Disk DescriptorFile')], container: 'vmdk' },
  { name: 'a disk of VMFS (COWD)', offset: 0, bytes: ascii('COWD'), ...CONVERT },
  { name: 'a VHDX disk', offset: 0, bytes: ascii('vhdxfile'), ...CONVERT },
  { name: 'a VHD disk', offset: 0, bytes: ascii('conectix'), ...CONVERT },
  { name: 'a VDI disk', offset: 64, bytes: [0x7f, 0x10, 0xda, 0xbe], ...CONVERT },
  { name: 'a QED disk', offset: 0, bytes: ascii('QED\0'), ...CONVERT },
  { name: 'a Parallels disk', offset: 0, bytes: ascii('WithoutFreeSpace'), ...CONVERT },
  { name: 'a Parallels disk', offset: 0, bytes: ascii('WithouFreSpacExt'), ...CONVERT },
  { name: 'an Android sparse image', offset: 0, bytes: [0x3a, 0xff, 0x26, 0xed], advice: 'make a raw disk of it with simg2img' },
  { name: 'a zip archive', offset: 0, bytes: ascii('PK\x03\x04') },
  { name: 'a 7z archive', offset: 0, bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
  { name: 'an lzip file', offset: 0, bytes: ascii('LZIP') },
  { name: 'an lzop file', offset: 0, bytes: [0x89, 0x4c, 0x5a, 0x4f, 0x00] },
  { name: 'a tar archive (OVA)', offset: 257, bytes: [0x75, 0x73, 0x74, 0x61, 0x72], container: 'ova' },
];

/** Of magic and size, alike in zstd (RFC 8878, section 3.1.2) and LZ4; pzstd writes such a frame before each of its frames. */
const SKIPPABLE_HEADER_LENGTH = 8;
const SKIPPABLE_LIMIT = 16;

/** The container by its magic; a file that starts with anything else is a raw disk. An UnsupportedError names one that is not read. */
export function detectDiskContainer(file: BlockSource): DiskContainer {
  const found = findContainer(file);
  if (found === undefined) return 'raw';
  if (found.container !== undefined) return found.container;
  throw new UnsupportedError({
    structure: 'image',
    offset: file.origin,
    message: `this is ${found.name}, which is not read; ${found.advice ?? 'unpack it first'}`,
  });
}

/** Throws an UnsupportedError when what came out of `container` is packed once more. */
export function refuseNestedContainer(disk: BlockSource, container: DiskContainer): void {
  const found = findContainer(disk);
  if (found === undefined) return;
  const message = `this is ${found.name} inside ${nameOf(container)}; unpack it first`;
  throw new UnsupportedError({ structure: 'image', offset: disk.origin, message });
}

function nameOf(container: DiskContainer): string {
  return CONTAINERS.find((candidate) => candidate.container === container)?.name ?? 'a raw disk';
}

function findContainer(source: BlockSource): ContainerMagic | undefined {
  const start = skipFrames(source);
  const framed = start === 0 ? [] : CONTAINERS.filter(({ container }) => container === 'zstd' || container === 'lz4');
  return CONTAINERS.find((each) => hasMagic(source, 0, each)) ?? framed.find((each) => hasMagic(source, start, each));
}

/** Where the first frame that is not skippable begins; with more than the limit before it the last of those. */
function skipFrames(source: BlockSource): number {
  let position = 0;
  for (let count = 0; count < SKIPPABLE_LIMIT && position + SKIPPABLE_HEADER_LENGTH <= source.length; count++) {
    const header = Buffer.from(readBytes(source, position, SKIPPABLE_HEADER_LENGTH));
    if (!isSkippableMagic(header.readUInt32LE(0))) break;
    position += SKIPPABLE_HEADER_LENGTH + header.readUInt32LE(4);
  }
  return position;
}

function hasMagic(source: BlockSource, start: number, { offset, bytes }: ContainerMagic): boolean {
  if (source.length < start + offset + bytes.length) return false;
  const found = readBytes(source, start + offset, bytes.length);
  return bytes.every((byte, index) => found[index] === byte);
}
