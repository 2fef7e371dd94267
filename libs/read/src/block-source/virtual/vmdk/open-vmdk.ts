import { UnsupportedError } from '../../../bytes/index.ts';
import type { BlockSource } from '../../block-source.ts';
import { viewContainer } from '../../compressed/container-view.ts';
import { checkVmdkDescriptor, otherType, readVmdkDescriptor } from './vmdk-descriptor.ts';
import { readVmdkHeader, SECTOR, type VmdkHeader } from './vmdk-header.ts';
import { VmdkMap } from './vmdk-map.ts';

const HASH = 0x23;
const MAX_DESCRIPTOR = 2 ** 16;

/** A disk that is one sparse extent, and its header; an UnsupportedError names any other kind. */
export function openVmdk(file: BlockSource): { readonly map: VmdkMap; readonly header: VmdkHeader } {
  if (viewContainer(file, 'VMDK', 0, 1).u8(0) === HASH)
    throw otherType(readVmdkDescriptor(file, 0, Math.min(file.length, MAX_DESCRIPTOR)).createType, file.origin);
  const header = readVmdkHeader(file);
  const { descriptorOffset, descriptorLength, capacity } = header;
  if (descriptorOffset === 0 || descriptorLength === 0) {
    const message = "the extent has no descriptor: it is a part of a disk in several files; make one of them with 'qemu-img convert -O qcow2'";
    throw new UnsupportedError({ structure: 'VMDK header', field: 'descriptorOffset', offset: file.origin + 28, message });
  }
  checkVmdkDescriptor(readVmdkDescriptor(file, descriptorOffset, descriptorLength), capacity / SECTOR, file.origin + descriptorOffset);
  return { map: new VmdkMap(file, header), header };
}
