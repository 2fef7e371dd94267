import { elfFile } from './elf-file.ts';
import { peHeaders } from './pe-file.ts';
import { gzipStored, zstdStored } from './stored-compression.ts';

const SETUP_SECTORS = 3;
const PROTECTED_MODE_OFFSET = (SETUP_SECTORS + 1) * 512;
const VERSION_OFFSET = 0x400;
const PAYLOAD_OFFSET = 0x100; // from the start of the protected-mode code

/**
 * A file with the shape of an x86 bzImage: EFI stub header, HdrS setup header, zstd payload with its size word, and the
 * kernel configuration between its markers inside. It boots nothing.
 */
export function kernelImage(version: string, config: string): Buffer {
  const body = Buffer.concat([elfFile(`Linux version ${version}`), Buffer.from('IKCFG_ST'), gzipStored(Buffer.from(config)), Buffer.from('IKCFG_ED')]);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(body.length);
  const payload = Buffer.concat([zstdStored(body), size]);
  return Buffer.concat([setupHeader(version, payload.length), Buffer.alloc(PAYLOAD_OFFSET), payload]);
}

function setupHeader(version: string, payloadLength: number): Buffer {
  const setup = Buffer.alloc(PROTECTED_MODE_OFFSET);
  setup.set(peHeaders([{ name: '.setup', bytes: new Uint8Array(0) }]).subarray(0, 0x1f1));
  setup[0x1f1] = SETUP_SECTORS;
  setup.writeUInt32LE(Math.ceil((PAYLOAD_OFFSET + payloadLength) / 16), 0x1f4);
  setup.writeUInt16LE(0xaa55, 0x1fe);
  setup.writeUInt16LE(0x6aeb, 0x200); // jump over the header
  setup.write('HdrS', 0x202, 'latin1');
  setup.writeUInt16LE(0x20f, 0x206);
  setup.writeUInt16LE(VERSION_OFFSET - 0x200, 0x20e);
  setup.writeUInt32LE(PAYLOAD_OFFSET, 0x248);
  setup.writeUInt32LE(payloadLength, 0x24c);
  setup.write(`${version} (staticfire@lab) #1 SMP\0`, VERSION_OFFSET, 'latin1');
  return setup;
}
