import { sizeWord } from '../lab/bytes/compress-kernel.ts';
import { type KernelBody, vmlinux } from '../lab/bytes/kernel-body.ts';
import { wrapBzImage } from '../lab/bytes/kernel-image.ts';
import { zstdStored } from '../lab/bytes/stored-compression.ts';
import { kernelConfig2026 } from '../lab/kernel-config-2026.ts';
import { replaceKernel } from '../mutations/change-2026.ts';
import { gzipOfZeros, zstdOfZeros } from './bombs.ts';
import { changed, type HostileInput } from './hostile-input.ts';

const VERSION = '6.18.48';
const GIB = 1024;
const PAYLOAD_LENGTH = 0x24c;

// The HMAC file fits each kernel: what is wrong is inside.
export const kernelInputs: readonly HostileInput[] = [
  bad('zstd payload inflates to 32 GiB', () => Buffer.concat([zstdOfZeros(32 * GIB), sizeWord(32 * 1024 * 1024)]), [
    '/vmlinuz: zstd frame',
    'inflates to more',
  ]),
  bad('gzip payload inflates to more than it says', lyingGzip, ['/vmlinuz: gzip member', 'inflates to more']),
  bad('size word is one too large', () => Buffer.concat([zstdStored(kernel()), sizeWord(kernel().length + 1)]), ['kernel payload', 'size word']),
  edited('payload outside the file', (file) => file.writeUInt32LE(0x7fff_ffff, PAYLOAD_LENGTH), ['x86 setup header', 'payload_length']),
  configured('configuration without its end mark', (body) => void body.write('IKCFG_XX', body.lastIndexOf('IKCFG_ED'), 'latin1'), {}, [
    '/vmlinuz: IKCFG_ST: byte',
    'IKCFG_ED behind',
  ]),
  configured('configuration inflates to 64 MiB', () => {}, { configBytes: gzipOfZeros(64) }, ['/vmlinuz: IKCFG_ST: byte', 'inflates to more']),
];

function bad(what: string, payload: () => Uint8Array, words: readonly string[]): HostileInput {
  const make = (path: string) => changed(replaceKernel(wrapBzImage(VERSION, payload())), 'demo-2026')(path);
  return { name: `kernel: ${what}`, make, exitCodes: [3], words };
}

/** A sound kernel whose setup header is changed. */
function edited(what: string, edit: (file: Buffer) => unknown, words: readonly string[]): HostileInput {
  const make = (path: string) => {
    const file = wrapBzImage(VERSION, soundPayload(kernel()));
    edit(file);
    return changed(replaceKernel(file), 'demo-2026')(path);
  };
  return { name: `kernel: ${what}`, make, exitCodes: [3], words };
}

/** A sound payload with a kernel inside whose bytes are changed. */
function configured(what: string, edit: (body: Buffer) => void, changes: Partial<KernelBody>, words: readonly string[]): HostileInput {
  return bad(
    what,
    () => {
      const body = kernel(changes);
      edit(body);
      return soundPayload(body);
    },
    words,
  );
}

function kernel(changes: Partial<KernelBody> = {}): Buffer {
  return vmlinux({ version: VERSION, config: kernelConfig2026('x86_64'), ...changes });
}

function soundPayload(body: Buffer): Buffer {
  return Buffer.concat([zstdStored(body), sizeWord(body.length)]);
}

/** Of a gzip payload the size word is the length in the trailer. */
function lyingGzip(): Buffer {
  const stream = gzipOfZeros(64);
  stream.writeUInt32LE(4096, stream.length - 4);
  return stream;
}
