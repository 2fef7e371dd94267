import type { ElfDescription } from '@staticfire/analyze/elf';
import { isElf } from '@staticfire/read/formats/elf';
import type { FileCollector, VisitedFile } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { ProgramVisitor } from '../evidence/program-visitor.ts';
import { type ElfFileFact, type ElfFiles, elfFiles, elfRights } from './elf-files.schema.ts';

const MAX_FILES = 10_000;
const SETUID = 0o4000;
const SETGID = 0o2000;

export const collectElfFiles: FileCollector<ElfFiles> = {
  fact: elfFiles,
  start() {
    const files = new BoundedList<ElfFileFact>(MAX_FILES, 'programs and libraries');
    let objects = 0;
    return new ProgramVisitor(files, ({ description }, visited) => [factOf(visited, description)], {
      finish: () => ({ files: files.elements, objects }),
      otherwise: (head) => {
        if (isElf(head)) objects++;
      },
    });
  },
};

function factOf(file: VisitedFile, { fortify, ...description }: ElfDescription): ElfFileFact {
  const rights = rightsOf(file);
  const hardening = { ...description, fortified: fortify.checked, unfortified: fortify.unchecked };
  return { path: file.normalPath, ...(rights.length === 0 ? {} : { rights }), ...hardening };
}

function rightsOf({ stat, capability }: VisitedFile): NonNullable<ElfFileFact['rights']> {
  const has = { setuid: (stat!.mode & SETUID) !== 0, setgid: (stat!.mode & SETGID) !== 0, capabilities: capability !== undefined };
  return elfRights.filter((right) => has[right]);
}
