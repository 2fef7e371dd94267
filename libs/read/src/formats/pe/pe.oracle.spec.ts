import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { debianFolder, describeOracle, toolPath, toolsFor, ukiFile } from '@staticfire/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFileSource } from '../../block-source/node/index.ts';
import { authenticodeDigest, isPe, type PeImage, readPe, readPeSection, readSignedDigest, readUki } from './index.ts';

const MIB = 1024 * 1024;
const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const CMDLINE = 'root=/dev/dm-0 rootwait ro dm-mod.create="root,,,ro,0 8 verity 1 PARTUUID=X/PARTNROFF=1" -- systemd.unified_cgroup_hierarchy=1';
const TEXTS = {
  '.sbat': 'sbat,1,SBAT Version,sbat,1,https://example.invalid\nsystemd.bottlerocket,1,Bottlerocket,systemd-boot,257,https://example.invalid\n',
  '.osrel': 'ID=bottlerocket\nPRETTY_NAME="Bottlerocket OS ÄÖ"\n',
  '.cmdline': CMDLINE,
  '.uname': '6.12.55',
};
const KERNEL = Buffer.from(Array.from({ length: 2_000_001 }, (_, index) => (index * 31) ^ (index >> 7)));
const SECTIONS = [...Object.entries(TEXTS).map(([name, value]) => ({ name, bytes: text(value) })), { name: '.linux', bytes: KERNEL }];

const folder = mkdtempSync(join(tmpdir(), 'pe-oracle-'));
const KEY = join(folder, 'key.pem');
const CERTIFICATE = join(folder, 'certificate.pem');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeOracle('PE images of our own against objdump, sbsign and osslsigncode', toolsFor('objdump', 'openssl', 'sbsign', 'sbverify', 'osslsigncode'), () => {
  beforeAll(makeKey);

  describe.each(['x64', 'aa64'] as const)('%s', (machine) => {
    const unsigned = join(folder, `${machine}.efi`);
    const once = join(folder, `${machine}.once.efi`);
    const twice = join(folder, `${machine}.twice.efi`);
    const other = join(folder, `${machine}.sha512.efi`);
    beforeAll(() => {
      writeFileSync(unsigned, ukiFile({ machine, sections: SECTIONS }));
      tool('sbsign', '--key', KEY, '--cert', CERTIFICATE, '--output', once, unsigned);
      tool('sbsign', '--key', KEY, '--cert', CERTIFICATE, '--output', twice, once);
      tool('osslsigncode', 'sign', '-h', 'sha512', '-certs', CERTIFICATE, '-key', KEY, '-in', unsigned, '-out', other);
    });

    if (machine === 'x64') {
      // Debian's objdump knows no other machine
      it('has the sections that objdump lists', () => expect(sectionsOf(open(unsigned))).toEqual(listedSections(unsigned)));
      it('has the headers that objdump prints', () => compareHeaders(unsigned));
    }
    it('has the checksum that osslsigncode computes', () => {
      expect(verify(unsigned)).toMatchObject({ checksum: open(unsigned).checksum });
      const path = join(folder, `${machine}.checksum.efi`);
      const bytes = readFileSync(unsigned);
      bytes[0x40 + 24 + 64]! ^= 1;
      writeFileSync(path, bytes);
      expect(verify(path).checksum).toBeUndefined();
    });
    it('reads what was written', () => {
      const uki = readUki(open(once));
      expect(uki).toMatchObject({ cmdline: TEXTS['.cmdline'], osRelease: TEXTS['.osrel'], uname: TEXTS['.uname'], linux: { length: KERNEL.length } });
      expect(
        readFileSync(once)
          .subarray(uki.linux!.offset, uki.linux!.offset + KERNEL.length)
          .equals(KERNEL),
      ).toBe(true);
    });

    it('has no signature, as sbverify says', () => {
      expect(open(unsigned).certificates).toEqual([]);
      expect(list(unsigned)).toMatch(/No signature table present/);
    });
    it.each([
      ['one signature', once, 1, 'sha256'],
      ['two signatures', twice, 2, 'sha256'],
      ['a signature of osslsigncode', other, 1, 'sha512'],
    ] as const)('has %s, and its digest is that of the file', (_, path, count, algorithm) => {
      const pe = open(path);
      expect(pe.certificates.map(({ type }) => type)).toEqual(Array.from({ length: count }, () => 2));
      expect(list(path).match(/^signature \d+/gm)).toHaveLength(count);
      for (const certificate of pe.certificates)
        expect(readSignedDigest(pe, certificate)).toMatchObject({ algorithm, digest: authenticodeDigest(pe, algorithm) });
      if (count === 1) expect(verify(path)).toMatchObject({ current: authenticodeDigest(pe, algorithm), calculated: authenticodeDigest(pe, algorithm) });
      if (algorithm === 'sha256') expect(output('sbverify', '--cert', CERTIFICATE, path)).toMatch(/Signature verification OK/);
    });
    it('does not have the digest of its signature when a byte was changed, as osslsigncode says', () => {
      const path = join(folder, `${machine}.changed.efi`);
      const bytes = readFileSync(once);
      bytes[bytes.indexOf('rootwait')]! ^= 1;
      writeFileSync(path, bytes);
      const pe = open(path);
      const { current, calculated } = verify(path);
      expect([readSignedDigest(pe, pe.certificates[0]!)?.digest, authenticodeDigest(pe, 'sha256')]).toEqual([current, calculated]);
      expect(current).not.toBe(calculated);
    });
    it('keeps its digest when a file of an odd length is padded for its signature', () => {
      const [odd, signed] = [join(folder, `${machine}.odd.efi`), join(folder, `${machine}.odd.signed.efi`)];
      writeFileSync(odd, Buffer.concat([readFileSync(unsigned), Buffer.from('odd')]));
      tool('sbsign', '--key', KEY, '--cert', CERTIFICATE, '--output', signed, odd);
      const pe = open(signed);
      expect(readSignedDigest(pe, pe.certificates[0]!)?.digest).toBe(authenticodeDigest(pe, 'sha256'));
      expect(authenticodeDigest(pe, 'sha256')).not.toBe(authenticodeDigest(open(odd), 'sha256'));
    });
  });
});

const PACKAGES = toolsFor('objcopy', 'objdump', 'sbverify', 'osslsigncode', 'apt-get', 'dpkg-deb');

describeOracle('PE images of Debian against objdump, sbverify and osslsigncode', PACKAGES, () => {
  describe.each([
    ['shim', 'shim-signed', 'usr/lib/shim/shimx64.efi.signed'],
    ['GRUB', 'grub-efi-amd64-signed', 'usr/lib/grub/x86_64-efi-signed/grubx64.efi.signed'],
  ])('%s', (_, name, path) => {
    let file: string;
    beforeAll(async () => {
      file = join(await debianFolder(name), path);
    });
    it('is recognised', () => expect(isPe(openFileSource(file))).toBe(true));
    it('has the sections that objdump lists', () => expect(sectionsOf(open(file))).toEqual(listedSections(file)));
    it('has the headers that objdump prints', () => compareHeaders(file));
    it('has signatures whose digest is that of the file', () => {
      const pe = open(file);
      expect(pe.certificates.length).toBeGreaterThan(0);
      expect(list(file).match(/^signature \d+/gm)).toHaveLength(pe.certificates.length);
      for (const certificate of pe.certificates)
        expect(readSignedDigest(pe, certificate)).toMatchObject({ algorithm: 'sha256', digest: authenticodeDigest(pe, 'sha256') });
      if (pe.certificates.length === 1) expect(verify(file).calculated).toBe(authenticodeDigest(pe, 'sha256'));
    });
    it('has SBAT', () => expect(readUki(open(file)).sbat?.[0]).toMatchObject({ component: 'sbat', generation: 1 }));
  });

  describe('systemd-stub with sections added by objcopy', () => {
    const file = join(folder, 'objcopy.efi');
    beforeAll(async () => {
      const stub = join(await debianFolder('systemd-boot-efi'), 'usr/lib/systemd/boot/efi/linuxx64.efi.stub');
      addSections(stub, file);
    });
    it('has the sections that objdump lists', () => expect(sectionsOf(open(file))).toEqual(listedSections(file)));
    it('reads what was added', () => {
      const pe = open(file);
      expect(readUki(pe)).toMatchObject({ cmdline: TEXTS['.cmdline'], osRelease: TEXTS['.osrel'], uname: TEXTS['.uname'], linux: { length: KERNEL.length } });
      expect(Buffer.from(readPeSection(pe, '.linux', 4 * MIB)!).equals(KERNEL)).toBe(true);
      expect(readUki(pe).sbat?.[1]).toMatchObject({ component: 'systemd', generation: 1, version: '252' });
    });
  });
});

/** As one makes a UKI without ukify: each section at an address behind the stub's. */
function addSections(stub: string, file: string): void {
  const end = Math.max(...open(stub).sections.map(({ virtualAddress, virtualSize }) => virtualAddress + virtualSize));
  const base = Number(/^ImageBase\s+([0-9a-f]+)/m.exec(tool('objdump', '-p', stub))?.[1] ?? 0);
  let address = Math.ceil(end / 0x10000) * 0x10000;
  const options = SECTIONS.filter(({ name }) => name !== '.sbat').flatMap(({ name, bytes }) => {
    const path = join(folder, `section${name}`);
    writeFileSync(path, bytes);
    const place = ['--add-section', `${name}=${path}`, '--change-section-vma', `${name}=0x${(base + address).toString(16)}`];
    address += Math.ceil(bytes.length / 0x10000) * 0x10000;
    return place;
  });
  copyFileSync(stub, file);
  tool('objcopy', ...options, file);
  expect(statSync(file).size).toBeGreaterThan(KERNEL.length);
}

function open(path: string): PeImage {
  return readPe(openFileSource(path));
}

type SectionRow = readonly [name: string, size: number, address: number, offset: number];

/** objdump shows the smaller of both sizes, and addresses with the image base. */
function sectionsOf({ sections, imageBase }: PeImage): SectionRow[] {
  return sections.map(({ name, virtualSize, rawSize, virtualAddress, rawOffset }) => [
    name,
    Math.min(virtualSize, rawSize),
    Number(imageBase) + virtualAddress,
    rawOffset,
  ]);
}

function listedSections(path: string): SectionRow[] {
  const hex = (digits: string | undefined): number => Number.parseInt(digits ?? '', 16);
  return [...tool('objdump', '-h', path).matchAll(/^\s*\d+ (\S+)\s+([0-9a-f]+)\s+([0-9a-f]+)\s+[0-9a-f]+\s+([0-9a-f]+)/gm)].map(
    ([, name, size, address, offset]) => [name!, hex(size), hex(address), hex(offset)],
  );
}

function compareHeaders(path: string): void {
  const output = tool('objdump', '-p', path);
  const hex = (field: string): number => Number.parseInt(new RegExp(`^${field}\\s+([0-9a-f]+)`, 'm').exec(output)?.[1] ?? '', 16);
  const pe = open(path);
  expect({
    ...{ magic: pe.magic === 'PE32+' ? 0x20b : 0x10b, entry: pe.entryPoint, base: Number(pe.imageBase), checksum: pe.checksum, subsystem: pe.subsystem },
    ...{ image: pe.sizeOfImage, headers: pe.sizeOfHeaders, sectionAlignment: pe.sectionAlignment, fileAlignment: pe.fileAlignment, dll: pe.dllCharacteristics },
  }).toEqual({
    ...{ magic: hex('Magic'), entry: hex('AddressOfEntryPoint'), base: hex('ImageBase'), checksum: hex('CheckSum'), subsystem: hex('Subsystem') },
    ...{ image: hex('SizeOfImage'), headers: hex('SizeOfHeaders'), sectionAlignment: hex('SectionAlignment'), fileAlignment: hex('FileAlignment') },
    dll: hex('DllCharacteristics'),
  });
}

function list(path: string): string {
  return output('sbverify', '--list', path);
}

/** What osslsigncode, which knows one signature only, says of the first: the digest in it, and the one of the file. */
function verify(path: string): { current?: string | undefined; calculated?: string | undefined; checksum?: number | undefined } {
  const found = output('osslsigncode', 'verify', '-in', path);
  const digest = (what: string): string | undefined => new RegExp(`${what} message digest\\s*: ([0-9A-F]+)`).exec(found)?.[1]?.toLowerCase();
  const checksum = /^PE checksum\s*: ([0-9A-F]+)/m.exec(found)?.[1]; // printed like this when it is right
  return { current: digest('Current'), calculated: digest('Calculated'), checksum: checksum === undefined ? undefined : Number.parseInt(checksum, 16) };
}

function makeKey(): void {
  tool('openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=staticfire lab', '-days', '2', '-keyout', KEY, '-out', CERTIFICATE);
}

/** Standard output and standard error of a tool that may fail. */
function output(command: string, ...options: string[]): string {
  const { stdout, stderr } = spawnSync(toolPath(command) ?? command, options, { encoding: 'utf8', timeout: 60_000, maxBuffer: 16 * MIB });
  return stdout + stderr;
}

function tool(command: string, ...options: string[]): string {
  return execFileSync(toolPath(command) ?? command, options, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000, maxBuffer: 16 * MIB });
}
