const HEADER = 64;
const PROGRAM_HEADER = 56;
const LOAD_ADDRESS = 0x400000n;
const MACHINES = {
  x86_64: { id: 62, exitZero: [0xb8, 0x3c, 0, 0, 0, 0x31, 0xff, 0x0f, 0x05] }, // mov eax,60; xor edi,edi; syscall
  aarch64: { id: 183, exitZero: [0x00, 0x00, 0x80, 0xd2, 0xa8, 0x0b, 0x80, 0xd2, 0x01, 0x00, 0x00, 0xd4] }, // mov x0,0; mov x8,93; svc 0
};

/** A whole program that exits with 0 and carries `text` as data. */
export function elfFile(text: string, arch: 'x86_64' | 'aarch64' = 'x86_64'): Buffer {
  const { id, exitZero } = MACHINES[arch];
  const body = Buffer.concat([Buffer.from(exitZero), Buffer.from(`\0${text}\0`)]);
  const codeOffset = HEADER + PROGRAM_HEADER;
  return Buffer.concat([elfHeader(id, codeOffset), programHeader(codeOffset + body.length), body]);
}

function elfHeader(machine: number, codeOffset: number): Buffer {
  const header = Buffer.alloc(HEADER);
  header.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  header.writeUInt16LE(2, 16); // ET_EXEC
  header.writeUInt16LE(machine, 18);
  header.writeUInt32LE(1, 20);
  header.writeBigUInt64LE(LOAD_ADDRESS + BigInt(codeOffset), 24);
  header.writeBigUInt64LE(BigInt(HEADER), 32);
  header.writeUInt16LE(HEADER, 52);
  header.writeUInt16LE(PROGRAM_HEADER, 54);
  header.writeUInt16LE(1, 56);
  header.writeUInt16LE(64, 58);
  return header;
}

function programHeader(length: number): Buffer {
  const header = Buffer.alloc(PROGRAM_HEADER);
  header.writeUInt32LE(1, 0); // PT_LOAD
  header.writeUInt32LE(5, 4); // readable, executable
  header.writeBigUInt64LE(LOAD_ADDRESS, 16);
  header.writeBigUInt64LE(LOAD_ADDRESS, 24);
  header.writeBigUInt64LE(BigInt(length), 32);
  header.writeBigUInt64LE(BigInt(length), 40);
  header.writeBigUInt64LE(0x1000n, 48);
  return header;
}
