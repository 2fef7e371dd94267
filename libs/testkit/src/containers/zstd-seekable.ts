import { open } from 'node:fs/promises';
import { zstdCompressSync } from 'node:zlib';

const FRAME_CONTENT = 4 * 1024 * 1024;
const SKIPPABLE_MAGIC = 0x184d2a5e;
const SEEKABLE_MAGIC = 0x8f92eab1;
const ENTRY = 8;
const FOOTER = 9;

/** Writes the file `image` in the seekable format (zstd, contrib/seekable_format, version 0.1.0): frames of 4 MiB and, in a frame to be skipped, their table. */
export async function writeSeekableZstd(image: string, path: string): Promise<void> {
  const [source, target] = await Promise.all([open(image), open(path, 'w')]);
  const frames: { packed: number; content: number }[] = [];
  try {
    const buffer = Buffer.alloc(FRAME_CONTENT);
    for (;;) {
      const { bytesRead } = await source.read(buffer, 0, FRAME_CONTENT, frames.length * FRAME_CONTENT);
      if (bytesRead === 0) break;
      const frame = zstdCompressSync(buffer.subarray(0, bytesRead));
      await target.writeFile(frame);
      frames.push({ packed: frame.length, content: bytesRead });
    }
    await target.writeFile(seekTable(frames));
  } finally {
    await Promise.all([source.close(), target.close()]);
  }
}

/** Without checksums. */
function seekTable(frames: readonly { packed: number; content: number }[]): Buffer {
  const bytes = Buffer.alloc(8 + frames.length * ENTRY + FOOTER);
  bytes.writeUInt32LE(SKIPPABLE_MAGIC, 0);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  frames.forEach(({ packed, content }, index) => {
    bytes.writeUInt32LE(packed, 8 + index * ENTRY);
    bytes.writeUInt32LE(content, 8 + index * ENTRY + 4);
  });
  bytes.writeUInt32LE(frames.length, bytes.length - FOOTER);
  bytes.writeUInt32LE(SEEKABLE_MAGIC, bytes.length - 4);
  return bytes;
}
