import { elfFile } from './elf-file.ts';
import { peHeaders } from './pe-file.ts';
import { gzipStored } from './stored-compression.ts';

const CODE_LENGTH = 96 * 1024;
const BUILDER = '(builder@staticfire.lab) (lab-gcc 11.3.0, GNU ld 2.38)';

export interface KernelBody {
  readonly version: string;
  /** The text of the `.config`; left out, the kernel has no IKCONFIG. */
  readonly config?: string;
  /** Bytes of code before the banner and behind the configuration. */
  readonly codeLength?: number;
  /** In place of `gzip(config)` between the marks. */
  readonly configBytes?: Uint8Array;
}

/** What an x86 payload inflates to: an ELF file, in which nothing runs, with code, both banners and the configuration. */
export function vmlinux(body: KernelBody): Buffer {
  return Buffer.concat([elfFile('staticfire lab kernel'), content(body)]);
}

/** An uncompressed arm64 kernel with an EFI stub's headers: 4 KiB pages, little-endian. */
export function arm64Image(body: KernelBody): Buffer {
  const rest = content(body);
  const image = Buffer.concat([peHeaders([{ name: '.text', bytes: new Uint8Array(0) }]), rest]);
  const section = image.indexOf('.text');
  image.writeUInt32LE(rest.length, section + 16);
  image.writeUInt16LE(0xaa64, image.readUInt32LE(0x3c) + 4);
  image.writeBigUInt64LE(BigInt(image.length), 16);
  image.writeBigUInt64LE(0b1010n, 24);
  image.write('ARM\x64', 56, 'latin1');
  return image;
}

function content({ version, config, codeLength = CODE_LENGTH, configBytes }: KernelBody): Buffer {
  const stored = configBytes ?? (config === undefined ? undefined : gzipStored(Buffer.from(config)));
  return Buffer.concat([
    code(codeLength, 1),
    Buffer.from(`\0Linux version ${version} ${BUILDER} # SMP PREEMPT_DYNAMIC \n\0`),
    Buffer.from(`\0%s version %s ${BUILDER} %s\n\0Linux version %s is too old\0`),
    ...(stored === undefined ? [] : [Buffer.from('IKCFG_ST'), stored, Buffer.from('IKCFG_ED')]),
    Buffer.from(`\0Linux version ${version} ${BUILDER} #1 SMP PREEMPT_DYNAMIC Thu Jan  1 00:00:00 UTC 2026\n\0`),
    code(codeLength, 2),
  ]);
}

/** Bytes that compress like code: calls to a few places, which the x86 filter changes, between others. */
function code(length: number, seed: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed;
  for (let at = 0; at + 8 <= length; at += 8) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[at] = (state >>> 24) & 1 ? 0xe8 : 0x48;
    bytes.writeInt32LE((((state >>> 16) & 15) * 4096 - at) | 0, at + 1);
    bytes[at + 5] = (state >>> 8) & 7;
  }
  return bytes;
}
