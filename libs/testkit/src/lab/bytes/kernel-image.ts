import { compressKernel, type KernelCodec, sizeWord } from './compress-kernel.ts';
import { elfFile } from './elf-file.ts';
import { arm64Image, type KernelBody, vmlinux } from './kernel-body.ts';
import { peHeaders } from './pe-file.ts';
import { gzipStored, zstdStored } from './stored-compression.ts';

const SETUP_SECTORS = 3;
const PROTECTED_MODE_OFFSET = (SETUP_SECTORS + 1) * 512;
const VERSION_OFFSET = 0x400;
const PAYLOAD_OFFSET = 0x100; // from the start of the protected-mode code
const PARAGRAPH = 16;

/**
 * A file with the shape of an x86 bzImage: EFI stub header, HdrS setup header, zstd payload with its size word, and the
 * kernel configuration between its markers inside. It boots nothing.
 */
export function kernelImage(version: string, config: string): Buffer {
  const body = Buffer.concat([elfFile(`Linux version ${version}`), Buffer.from('IKCFG_ST'), gzipStored(Buffer.from(config)), Buffer.from('IKCFG_ED')]);
  const payload = Buffer.concat([zstdStored(body), sizeWord(body.length)]);
  return Buffer.concat([setupHeader(version, payload.length), Buffer.alloc(PAYLOAD_OFFSET), payload]);
}

export interface KernelImageRecipe extends KernelBody {
  readonly codec: KernelCodec;
}

/** A bzImage around `vmlinux`, compressed as the kernel's build does it; gzip gets no size word, as there. */
export async function bzImage(recipe: KernelImageRecipe): Promise<Buffer> {
  const body = vmlinux(recipe);
  const stream = await compressKernel(recipe.codec, body);
  return wrapBzImage(recipe.version, recipe.codec === 'gzip' ? stream : Buffer.concat([stream, sizeWord(body.length)]));
}

/** A bzImage with any payload; its protected-mode code is padded to whole paragraphs. */
export function wrapBzImage(version: string, payload: Uint8Array): Buffer {
  const setup = setupHeader(version, payload.length);
  setup.writeUInt8(1, 0x211); // LOADED_HIGH
  setup.writeUInt16LE(0x7f, 0x236); // XLF_KERNEL_64 and what goes with it
  const code = Buffer.concat([Buffer.alloc(PAYLOAD_OFFSET), payload]);
  return Buffer.concat([setup, code, Buffer.alloc((PARAGRAPH - (code.length % PARAGRAPH)) % PARAGRAPH)]);
}

export interface ZbootRecipe extends KernelImageRecipe {
  /** The name in the header; the codec's own unless given. */
  readonly compression?: string;
}

/** An EFI zboot file around `arm64Image`: PE header, `zimg`, the compression's name, payload, size word behind it. */
export async function zbootImage(recipe: ZbootRecipe): Promise<Buffer> {
  const body = arm64Image(recipe);
  const stream = await compressKernel(recipe.codec, body);
  return wrapZboot(recipe.compression ?? recipe.codec, stream, recipe.codec === 'gzip' ? new Uint8Array(0) : sizeWord(body.length));
}

/** A zboot file with any payload and anything behind it. */
export function wrapZboot(compression: string, payload: Uint8Array, behind: Uint8Array): Buffer {
  const headers = peHeaders([{ name: '.text', bytes: payload }]);
  headers.writeUInt16LE(0xaa64, headers.readUInt32LE(0x3c) + 4);
  headers.write('zimg', 4, 'latin1');
  headers.writeUInt32LE(headers.length, 8);
  headers.writeUInt32LE(payload.length, 12);
  headers.fill(0, 24, 0x38);
  headers.write(`${compression}\0`, 24, 'latin1');
  return Buffer.concat([headers, payload, behind, Buffer.alloc(512)]);
}

function setupHeader(version: string, payloadLength: number): Buffer {
  const setup = Buffer.alloc(PROTECTED_MODE_OFFSET);
  setup.set(peHeaders([{ name: '.setup', bytes: new Uint8Array(0) }]).subarray(0, 0x1f1));
  setup[0x1f1] = SETUP_SECTORS;
  setup.writeUInt32LE(Math.ceil((PAYLOAD_OFFSET + payloadLength) / PARAGRAPH), 0x1f4);
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
