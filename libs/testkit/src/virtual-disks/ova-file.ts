import { createHash } from 'node:crypto';

export interface OvaMember {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface OvaRecipe {
  /** In the order of the archive; the hardware has them in the order of `addresses`, or in this one. */
  readonly disks: readonly OvaMember[];
  /** `AddressOnParent` of each disk. */
  readonly addresses?: readonly number[];
  /** The digest of the manifest; none: there is no manifest. */
  readonly digest?: 'SHA1' | 'SHA256' | 'SHA512' | 'none';
  /** What the descriptor and the manifest become. */
  readonly editOvf?: (text: string) => string;
  readonly editManifest?: (text: string) => string;
  /** Members behind the others. */
  readonly more?: readonly OvaMember[];
}

const BLOCK = 512;
const NAMESPACES = [
  'xmlns="http://schemas.dmtf.org/ovf/envelope/1"',
  'xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1"',
  'xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData"',
].join(' ');

/** An OVA as a build of Bottlerocket packs it: a tar archive of descriptor, manifest and disks. */
export function ovaFile({ disks, addresses, digest = 'SHA256', editOvf = same, editManifest = same, more = [] }: OvaRecipe): Buffer {
  const text = editOvf(
    ovfText(
      disks.map(({ name, bytes }) => ({ name, size: bytes.length })),
      addresses,
    ),
  );
  const ovf = { name: 'disk.ovf', bytes: Buffer.from(text) };
  const lines = [...disks, ovf].map(({ name, bytes }) =>
    manifestLine(
      digest,
      name,
      createHash(digest === 'none' ? 'sha1' : digest)
        .update(bytes)
        .digest('hex'),
    ),
  );
  const manifest = digest === 'none' ? [] : [{ name: 'disk.mf', bytes: Buffer.from(editManifest(lines.join(''))) }];
  return tarFile([ovf, ...manifest, ...disks, ...more]);
}

export function manifestLine(digest: string, name: string, hexadecimal: string): string {
  return `${digest}(${name})= ${hexadecimal}\n`;
}

/** The descriptor (DSP0243) of a virtual machine with these disks at one controller. */
export function ovfText(disks: readonly { readonly name: string; readonly size: number }[], addresses: readonly number[] = []): string {
  const lines = (line: (name: string, size: number, index: number) => string) => disks.map(({ name, size }, index) => line(name, size, index)).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>
<Envelope ${NAMESPACES}>
  <References>
${lines((name, size, index) => `    <File ovf:href="${name}" ovf:id="file${index}" ovf:size="${size}"/>\n`)}  </References>
  <DiskSection>
    <Info>Virtual disks</Info>
${lines((_, __, index) => `    <Disk ovf:capacity="22" ovf:capacityAllocationUnits="byte * 2^30" ovf:diskId="vmdisk${index}" ovf:fileRef="file${index}"/>\n`)}  </DiskSection>
  <VirtualSystem ovf:id="vm">
    <Info>A virtual machine</Info>
    <VirtualHardwareSection>
      <Info>Hardware &amp; what it has</Info>
      <Item><rasd:Address>0</rasd:Address><rasd:InstanceID>3</rasd:InstanceID><rasd:ResourceType>6</rasd:ResourceType></Item>
${lines((_, __, index) => `      ${driveItem(index, addresses[index] ?? index)}\n`)}    </VirtualHardwareSection>
  </VirtualSystem>
</Envelope>
`;
}

function driveItem(index: number, address: number): string {
  const fields = { AddressOnParent: address, HostResource: `ovf:/disk/vmdisk${index}`, InstanceID: 9 + index, Parent: 3, ResourceType: 17 };
  const elements = Object.entries(fields).map(([name, value]) => `<rasd:${name}>${value}</rasd:${name}>`);
  return `<Item>${elements.join('')}</Item>`;
}

/** A ustar archive (POSIX.1-1988) without times and owners. */
export function tarFile(members: readonly OvaMember[]): Buffer {
  const parts = members.flatMap(({ name, bytes }) => [tarHeader(name, bytes.length, '0'), bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)]);
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

export function tarHeader(name: string, length: number, type: string): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0);
  header.write('0000644\x000000000\x000000000\0', 100);
  header.write(`${length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write(`        ${type}`, 148);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

function same(text: string): string {
  return text;
}
