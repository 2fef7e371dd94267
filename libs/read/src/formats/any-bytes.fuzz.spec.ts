import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../block-source/index.ts';
import { decodeFileName, encodeFileName, ReadError } from '../bytes/index.ts';
import { openImage } from '../image/index.ts';
import { parseVerityTable, readVeritySuperblock, treeGeometry } from './dm-verity/index.ts';
import { readPartitionTable } from './gpt/index.ts';
import { parseGrubConfig } from './grub-config/index.ts';
import { parseKernelCommandLine, parseOsRelease } from './linux-text/index.ts';

const SEED = 20261124;
/** Each property gets its share of the time that fuzz suites have. */
const TIME_MS = (Number(process.env['STATICFIRE_FUZZ_SECONDS'] ?? '2') * 1000) / 6;
const OPTIONS = { seed: SEED, numRuns: 1_000_000, interruptAfterTimeLimit: TIME_MS, markInterruptAsFailure: false } as const;

/** Runs a decoder; one of our three errors is as good as a value. */
function survives(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(ReadError);
  }
}

/** Script text with the words that matter, in any order. */
const grubText = fc
  .array(
    fc.oneof(fc.constantFrom('set ', 'menuentry ', '{', '}', '\n', '"', "'", '\\', '$a', '${b}', 'linux /k ', '--', 'if ', '=', ';', '#', ' '), fc.string()),
  )
  .map((parts) => parts.join(''));

const gptDisk = fc.tuple(fc.uint8Array({ minLength: 512, maxLength: 512 }), fc.uint8Array({ minLength: 2048, maxLength: 2048 })).map(([header, entries]) => {
  const disk = Buffer.alloc(64 * 512);
  disk.set(header, 512);
  disk.write('EFI PART', 512);
  disk.writeUInt32LE(0x10000, 520);
  disk.set(entries, 1024);
  return disk;
});

describe('any bytes end in a value or in one of our errors', () => {
  it('GPT', () => {
    fc.assert(
      fc.property(gptDisk, (disk) => {
        survives(() => readPartitionTable(memorySource(disk)));
        survives(() => openImage(memorySource(disk)));
      }),
      OPTIONS,
    );
  });

  it('dm-verity superblock and geometry', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 504, maxLength: 504 }), (bytes) => {
        const tree = Buffer.concat([Buffer.from('verity\0\0'), bytes]);
        tree.writeUInt32LE(1, 8);
        tree.writeUInt32LE(1, 12);
        tree.write('sha256\0', 32);
        tree.writeUInt32LE(4096, 64);
        tree.writeUInt32LE(512 << (bytes[60]! % 8), 68);
        survives(() => {
          const superblock = readVeritySuperblock(memorySource(tree));
          if (superblock !== undefined) treeGeometry(superblock);
        });
      }),
      OPTIONS,
    );
  });

  it('dm-mod.create', () => {
    const words = fc.array(fc.oneof(fc.constantFrom('root,,,ro,0', '8', 'verity', '1', '4096', 'sha256', '-', 'ab'.repeat(32)), fc.string()), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(words, (list) => survives(() => parseVerityTable(list.join(' ')))),
      OPTIONS,
    );
  });

  it('grub.cfg', () => {
    fc.assert(
      fc.property(grubText, (text) => survives(() => parseGrubConfig(text))),
      OPTIONS,
    );
  });

  it('command lines and os-release', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        parseKernelCommandLine(text);
        parseOsRelease(text);
      }),
      OPTIONS,
    );
  });

  it('file names come back byte for byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 255 }), (bytes) => {
        expect(Buffer.from(encodeFileName(decodeFileName(bytes)))).toEqual(Buffer.from(bytes));
      }),
      OPTIONS,
    );
  });
});
