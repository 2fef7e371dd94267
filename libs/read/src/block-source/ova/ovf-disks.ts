import { FormatError, UnsupportedError } from '../../bytes/index.ts';
import { attributeOf, type XmlElement } from './xml-tree.ts';

const STRUCTURE = 'OVF';
/** CIM_ResourceAllocationSettingData.ResourceType. */
const DISK_DRIVE = '17';
const HARDWARE = ['Item', 'StorageItem'];

/** A disk that has a file. */
export interface OvfDisk {
  readonly id: string;
  /** The file that holds it. */
  readonly href: string;
  /** Of that file, in bytes, when it is told. */
  readonly size: number | undefined;
}

/**
 * The disks of a virtual system that have files (DSP0243, sections 7.1, 8 and 9), in the order in which its hardware has them: by
 * controller, then by address; then those that no hardware has. An UnsupportedError names several systems, and files that are packed or cut.
 */
export function readOvfDisks(envelope: XmlElement): readonly OvfDisk[] {
  if (envelope.name !== 'Envelope') throw wrong('the root element', envelope.name, 'Envelope');
  const systems = envelope.children.filter(({ name }) => name === 'VirtualSystem' || name === 'VirtualSystemCollection');
  if (systems.length > 1 || systems[0]?.name === 'VirtualSystemCollection') throw unsupported('VirtualSystemCollection', 'several virtual systems');
  const files = byId(within(envelope, 'References', 'File'), 'id');
  const disks = within(envelope, 'DiskSection', 'Disk').flatMap((disk) => diskOf(disk, files));
  const order = systems[0] === undefined ? [] : attachedDisks(systems[0]);
  const place = ({ id, fileId }: { id: string; fileId: string }) => {
    const at = order.findIndex((resource) => resource === `disk/${id}` || resource === `file/${fileId}`);
    return at < 0 ? order.length : at;
  };
  return disks.toSorted((one, other) => place(one) - place(other)).map(({ id, href, size }) => ({ id, href, size }));
}

function diskOf(disk: XmlElement, files: ReadonlyMap<string, XmlElement>) {
  const id = required(disk, 'diskId');
  if (attributeOf(disk, 'parentRef') !== undefined) throw unsupported('Disk', `a disk that holds only what differs from its parent (${JSON.stringify(id)})`);
  const fileId = attributeOf(disk, 'fileRef');
  if (fileId === undefined) return []; // made empty when the system is made
  const file = files.get(fileId);
  if (file === undefined) throw wrong('fileRef of a Disk', JSON.stringify(fileId), 'the id of a File');
  const compression = attributeOf(file, 'compression') ?? '';
  if (compression !== '' && compression !== 'identity') throw unsupported('File', `a file packed with ${JSON.stringify(compression)}`);
  if (attributeOf(file, 'chunkSize') !== undefined) throw unsupported('File', 'a file cut into chunks');
  const size = attributeOf(file, 'size');
  if (size !== undefined && !/^\d{1,15}$/.test(size)) throw wrong('size of a File', JSON.stringify(size), 'bytes');
  return [{ id, fileId, href: required(file, 'href'), size: size === undefined ? undefined : Number(size) }];
}

/** `disk/ID` or `file/ID` of each disk drive. */
function attachedDisks(system: XmlElement): readonly string[] {
  const items = system.children
    .filter(({ name }) => name === 'VirtualHardwareSection')
    .flatMap(({ children }) => children.filter(({ name }) => HARDWARE.includes(name)));
  const drives = items.filter((item) => textOf(item, 'ResourceType') === DISK_DRIVE);
  const parents = [...new Set(drives.map((drive) => textOf(drive, 'Parent')))];
  const rank = (drive: XmlElement) => parents.indexOf(textOf(drive, 'Parent')) * 2 ** 20 + Math.min(addressOf(drive), 2 ** 20 - 1);
  return drives.toSorted((one, other) => rank(one) - rank(other)).map((drive) => textOf(drive, 'HostResource').replace(/^(ovf:)?\//, ''));
}

function addressOf(drive: XmlElement): number {
  const address = textOf(drive, 'AddressOnParent');
  return /^\d{1,6}$/.test(address) ? Number(address) : Number.POSITIVE_INFINITY;
}

function textOf(element: XmlElement, name: string): string {
  return element.children.find((child) => child.name === name)?.text.trim() ?? '';
}

function within(envelope: XmlElement, section: string, name: string): readonly XmlElement[] {
  return envelope.children.filter((child) => child.name === section).flatMap(({ children }) => children.filter((child) => child.name === name));
}

function byId(elements: readonly XmlElement[], attribute: string): ReadonlyMap<string, XmlElement> {
  const found = new Map<string, XmlElement>();
  for (const element of elements) {
    const id = required(element, attribute);
    if (found.has(id)) throw wrong(`${attribute} of a ${element.name}`, JSON.stringify(id), 'one that is not there twice');
    found.set(id, element);
  }
  return found;
}

function required(element: XmlElement, attribute: string): string {
  const value = attributeOf(element, attribute);
  if (value === undefined) throw wrong(`a ${element.name}`, 'none', `the attribute ${attribute}`);
  return value;
}

function wrong(field: string, found: string, expected: string): FormatError {
  return new FormatError({ structure: STRUCTURE, field, found, expected });
}

function unsupported(field: string, found: string): UnsupportedError {
  return new UnsupportedError({ structure: STRUCTURE, field, found });
}
