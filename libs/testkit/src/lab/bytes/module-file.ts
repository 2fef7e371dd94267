const HEADER = 64;
const SECTION = 64;
const SECTION_NAMES = '\0.modinfo\0.shstrtab\0';
const MACHINES = { x86_64: 62, aarch64: 183 };

/** A relocatable ELF object with the .modinfo of a kernel module and nothing else; not signed. */
export function moduleFile(arch: 'x86_64' | 'aarch64', info: Readonly<Record<string, string>>): Buffer {
  const modinfo = Buffer.from(
    Object.entries(info)
      .map(([key, value]) => `${key}=${value}\0`)
      .join(''),
  );
  const names = Buffer.from(SECTION_NAMES);
  const sections = aligned(HEADER + modinfo.length + names.length);
  const file = Buffer.alloc(sections + 3 * SECTION);
  writeHeader(file, MACHINES[arch], sections);
  file.set(modinfo, HEADER);
  file.set(names, HEADER + modinfo.length);
  writeSection(file, sections + SECTION, { name: 1, type: 1, flags: 2n, offset: HEADER, size: modinfo.length });
  writeSection(file, sections + 2 * SECTION, { name: 10, type: 3, flags: 0n, offset: HEADER + modinfo.length, size: names.length });
  return file;
}

function writeHeader(file: Buffer, machine: number, sections: number): void {
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  file.writeUInt16LE(1, 16); // ET_REL
  file.writeUInt16LE(machine, 18);
  file.writeUInt32LE(1, 20);
  file.writeBigUInt64LE(BigInt(sections), 40);
  file.writeUInt16LE(HEADER, 52);
  file.writeUInt16LE(SECTION, 58);
  file.writeUInt16LE(3, 60);
  file.writeUInt16LE(2, 62);
}

interface SectionRow {
  readonly name: number;
  readonly type: number;
  readonly flags: bigint;
  readonly offset: number;
  readonly size: number;
}

function writeSection(file: Buffer, at: number, row: SectionRow): void {
  file.writeUInt32LE(row.name, at);
  file.writeUInt32LE(row.type, at + 4);
  file.writeBigUInt64LE(row.flags, at + 8);
  file.writeBigUInt64LE(BigInt(row.offset), at + 24);
  file.writeBigUInt64LE(BigInt(row.size), at + 32);
  file.writeBigUInt64LE(1n, at + 48);
}

function aligned(length: number): number {
  return Math.ceil(length / 8) * 8;
}
