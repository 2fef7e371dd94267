import type { FileCollector } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { ProgramVisitor } from '../evidence/program-visitor.ts';
import { type RustProgramFact, type RustPrograms, rustPrograms } from './rust-programs.schema.ts';

const MAX_PROGRAMS = 2000;
const MAX_CRATES = 1000;

export const collectRustPrograms: FileCollector<RustPrograms> = {
  fact: rustPrograms,
  start() {
    const programs = new BoundedList<RustProgramFact>(MAX_PROGRAMS, 'Rust programs');
    return new ProgramVisitor(
      programs,
      ({ rust }, { normalPath }) => {
        if (rust === undefined) return [];
        const { crates, ...program } = rust;
        return [{ path: normalPath, ...program, ...(crates === undefined ? {} : { crates: crates.slice(0, MAX_CRATES) }) }];
      },
      { finish: () => ({ programs: programs.elements }) },
    );
  },
};
