import type { Change } from '../mutations/change.ts';
import { editBootConfig, editBootConfigBytes } from '../mutations/change-2026.ts';
import { changed, type HostileInput } from './hostile-input.ts';

const SIZE = -20; // the trailer: size, checksum, magic
const CHECKSUM = -16;
const SHELL = 'kernel.init = /bin/sh\n';

// GRUB hands the file to the kernel, which adds words to the command line: what they are is not known where it is damaged.
export const bootConfigInputs: readonly HostileInput[] = [
  bad('checksum is wrong', trailer(CHECKSUM, 1), ['/bootconfig.data: bootconfig trailer, checksum: byte']),
  bad('size of two gigabytes', trailer(SIZE, 0x7fff_ffff), ['/bootconfig.data: bootconfig trailer, size: byte']),
  bad('five thousand braces deep', append(`${'a {\n'.repeat(5000)}${'}\n'.repeat(5000)}`), ['/bootconfig.data: bootconfig', 'braces nest deeper than 16']),
  bad('bytes that are no text', append('\u0001\u0002\u00ff = \u0003\n'), ['/bootconfig.data: bootconfig', 'a key word must be']),
  // The kernel reads up to the first zero byte: what stands before it counts, what stands behind it does not.
  { ...bad('a shell before a zero byte', append(`${SHELL}\0kernel.a = 1\n`), ['no-override', 'init=/bin/sh']), exitCodes: [1] },
  { ...bad('a shell behind a zero byte', append(`\0${SHELL}`), []), exitCodes: [0] },
];

function bad(what: string, change: Change, words: readonly string[]): HostileInput {
  return { name: `bootconfig: ${what}`, make: changed(change, 'demo-2026'), exitCodes: [3], words };
}

function append(text: string): Change {
  return editBootConfig((config) => `${config}${text}`);
}

function trailer(at: number, value: number): Change {
  return editBootConfigBytes((bytes) => {
    bytes.writeUInt32LE(value, bytes.length + at);
    return bytes;
  });
}
