import type { ElfDescription } from '@staticfire/analyze/elf';
import { isElf } from '@staticfire/read/formats/elf';
import type { FileCollector } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { ProgramVisitor } from '../evidence/program-visitor.ts';
import { type ElfFileFact, type ElfFiles, elfFiles } from './elf-files.schema.ts';

const MAX_FILES = 10_000;

export const collectElfFiles: FileCollector<ElfFiles> = {
  fact: elfFiles,
  start() {
    const files = new BoundedList<ElfFileFact>(MAX_FILES, 'programs and libraries');
    let objects = 0;
    return new ProgramVisitor(files, ({ description }, { normalPath }) => [factOf(normalPath, description)], {
      finish: () => ({ files: files.elements, objects }),
      otherwise: (head) => {
        if (isElf(head)) objects++;
      },
    });
  },
};

function factOf(path: string, { fortify, ...description }: ElfDescription): ElfFileFact {
  return { path, ...description, fortified: fortify.checked, unfortified: fortify.unchecked };
}
