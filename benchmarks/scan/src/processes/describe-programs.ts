// Hardening of every ELF program and library in a filesystem image: `node describe-programs.ts IMAGE`. Prints the seconds, and the milliseconds for a thousand.
import { describeElf } from '@staticfire/analyze/elf';
import { openFileSource } from '@staticfire/read/block-source/node';
import { inodeContent, walk } from '@staticfire/read/filesystem';
import { ElfType, isElf, readElf } from '@staticfire/read/formats/elf';
import { openTree } from './read-files.ts';

const HEAD = 4096;

const source = openFileSource(process.argv[2]!);
const start = performance.now();
const fs = openTree(source);
let files = 0;
const head = new Uint8Array(HEAD);
for (const { stat, path } of walk(fs)) {
  if (stat?.type !== 'file' || stat.size < HEAD) continue;
  fs.readInto(stat.inode, 0, head);
  if (!isElf(head)) continue;
  const elf = readElf(inodeContent(fs, stat, path));
  if (elf.type === ElfType.relocatable) continue;
  describeElf(elf);
  files++;
}
const milliseconds = performance.now() - start;
source.close();
process.stdout.write(`${JSON.stringify({ seconds: milliseconds / 1000, files, perThousand: (milliseconds * 1000) / files })}\n`);
