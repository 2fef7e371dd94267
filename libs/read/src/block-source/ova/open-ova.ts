import { decodeText, FormatError, LimitError, UnsupportedError } from '../../bytes/index.ts';
import { type BlockSource, readBytes } from '../block-source.ts';
import { detectDiskContainer } from '../disk-container.ts';
import { sliceSource } from '../slice-source.ts';
import { openVirtualDisk, type VirtualDisk } from '../virtual/open-virtual-disk.ts';
import { verifyOvaManifest } from './ova-manifest.ts';
import { type OvfDisk, readOvfDisks } from './ovf-disks.ts';
import { readTarMembers, type TarMember } from './tar-members.ts';
import { parseXml } from './xml-tree.ts';

const MAX_OVF = 2 ** 20;
const MAX_DISKS = 64;

/** A disk inside an archive. */
export interface NamedDisk {
  /** Of the file that holds it, as the archive tells it. */
  readonly name: string;
  /** In place. Errors as `openVirtualDisk`; offsets in them are those of the archive. */
  open(): VirtualDisk;
}

export interface Ova {
  /** In the order of the hardware: the one that starts first, then those with data. At least one. */
  readonly disks: readonly NamedDisk[];
  /** What a user should know of the archive, a sentence each. */
  readonly notes: readonly string[];
}

/** Opens an OVA: its members are compared with its manifest, and its disks are those that its OVF names. Nothing is unpacked. */
export function openOva(file: BlockSource): Ova {
  const members = readTarMembers(file);
  const ovf = oneMember(members, '.ovf', file);
  if (ovf === undefined) {
    const message = 'this is a tar archive without an OVF descriptor, not an OVA; unpack it first';
    throw new UnsupportedError({ structure: 'image', offset: file.origin, message });
  }
  const manifest = oneMember(members, '.mf', file);
  if (manifest !== undefined) verifyOvaManifest(file, manifest, members);
  const certificate = members.find(({ name }) => name.endsWith('.cert'));
  const disks = readDisks(file, ovf, members);
  return { disks, notes: describe(manifest, certificate) };
}

function oneMember(members: readonly TarMember[], suffix: string, file: BlockSource): TarMember | undefined {
  const [first, second] = members.filter(({ name }) => name.endsWith(suffix));
  if (second === undefined) return first;
  throw new FormatError({ structure: 'OVA', offset: file.origin + second.offset, message: `two members whose names end with ${suffix}` });
}

function readDisks(file: BlockSource, ovf: TarMember, members: readonly TarMember[]): readonly NamedDisk[] {
  const text = decodeText(readBytes(file, ovf.offset, Math.min(ovf.length, MAX_OVF + 1)), 'OVF', MAX_OVF);
  const disks = readOvfDisks(parseXml(text, 'OVF'));
  const offset = file.origin + ovf.offset;
  if (disks.length > MAX_DISKS) throw new LimitError({ structure: 'OVF', offset, message: `more than ${MAX_DISKS} disks` });
  if (disks.length === 0) throw new FormatError({ structure: 'OVF', offset, message: 'no disk in it has a file' });
  return disks.map((disk) => namedDisk(file, memberOf(disk, members, offset)));
}

function memberOf({ href, size }: OvfDisk, members: readonly TarMember[], offset: number): TarMember {
  const member = members.find(({ name }) => name === href);
  if (member === undefined) throw new FormatError({ structure: 'OVF', field: 'href', offset, message: `${JSON.stringify(href)} is not in the archive` });
  if (size !== undefined && size !== member.length) throw new FormatError({ structure: 'OVF', field: 'size', offset, found: size, expected: member.length });
  return member;
}

function namedDisk(file: BlockSource, { name, offset, length }: TarMember): NamedDisk {
  return {
    name,
    open() {
      const part = sliceSource(file, offset, length);
      const container = detectDiskContainer(part);
      if (container === 'qcow2' || container === 'vmdk') return openVirtualDisk(part, container);
      const message = `the disk ${JSON.stringify(name)} inside the OVA is neither VMDK nor qcow2 (${container}); unpack it first`;
      throw new UnsupportedError({ structure: 'image', offset: part.origin, message });
    },
  };
}

function describe(manifest: TarMember | undefined, certificate: TarMember | undefined): readonly string[] {
  return [
    ...(manifest === undefined ? ['the OVA has no manifest: its members were compared with nothing'] : []),
    ...(certificate === undefined ? [] : [`the OVA is signed (${JSON.stringify(certificate.name)}); the signature was not verified`]),
  ];
}
