import type { GoProgram } from '@staticfire/analyze/elf';
import type { FileCollector } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { ProgramVisitor } from '../evidence/program-visitor.ts';
import { type GoProgramFact, type GoPrograms, goPrograms } from './go-programs.schema.ts';

const MAX_PROGRAMS = 2000;
const MAX_DEPENDENCIES = 500;
/** Linker flags of large programs have some hundred characters. */
const MAX_VALUE_LENGTH = 1000;

export const collectGoPrograms: FileCollector<GoPrograms> = {
  fact: goPrograms,
  start() {
    const programs = new BoundedList<GoProgramFact>(MAX_PROGRAMS, 'Go programs');
    return new ProgramVisitor(programs, ({ go }, { normalPath }) => (go === undefined ? [] : [factOf(normalPath, go)]), {
      finish: () => ({ programs: programs.elements }),
    });
  },
};

function factOf(path: string, { buildInfo, fipsModule }: GoProgram): GoProgramFact {
  const { goVersion, path: main, main: module, settings = [], dependencies = [] } = buildInfo ?? {};
  return {
    path,
    ...(goVersion === undefined ? {} : { goVersion }),
    ...(main === undefined ? {} : { package: main }),
    ...(module === undefined ? {} : { module: { path: module.path, version: module.version } }),
    settings: settings.map(({ key, value }) => ({ key, value: cut(value) })),
    dependencies: dependencies.slice(0, MAX_DEPENDENCIES).map(({ sum: _, ...dependency }) => dependency),
    dependencyCount: dependencies.length,
    ...(fipsModule === undefined ? {} : { fipsModule }),
  };
}

function cut(value: string): string {
  return value.length <= MAX_VALUE_LENGTH ? value : `${value.slice(0, MAX_VALUE_LENGTH - 1)}…`;
}
