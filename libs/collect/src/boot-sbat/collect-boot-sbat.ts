import type { Unreadable } from '@staticfire/facts';
import { withFileOffsets } from '@staticfire/read/filesystem';
import { readSbat, readSbatLevels, type SbatRow } from '@staticfire/read/formats/pe';
import { type BootProgram, findBootPrograms } from '../boot-signatures/boot-programs.ts';
import { defineBankCollector } from '../collector.ts';
import { attemptElements } from '../evidence/attempt-reading.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { type BootSbat, bootSbat } from './boot-sbat.schema.ts';

type Program = Exclude<BootSbat['programs'][number], Unreadable>;
type Level = Exclude<BootSbat['levels'][number], Unreadable>;

const MAX_LISTED = 200;
/** The row about SBAT itself, which in a level has its date. */
const SBAT = 'sbat';

export const collectBootSbat = defineBankCollector({
  fact: bootSbat,
  reads: ['bank', 'partition', 'fileSystem'],
  collect({ bank, partition, fileSystem }, sources): BootSbat | undefined {
    if (partition('EFI') === undefined && partition('BOOT') === undefined) return undefined;
    const found = findBootPrograms({ bank, partition, fileSystem }, sources);
    const programs = new BoundedList<Program>(MAX_LISTED, 'programs on the ESP and BOOT');
    const levels = new BoundedList<Level>(MAX_LISTED, 'levels of SBAT');
    for (const program of found.programs) {
      for (const each of read(program, (each) => [describe(each)])) programs.add(each);
      for (const each of read(program, levelsOf)) levels.add(each);
    }
    return { programs: programs.elements, levels: levels.elements };
  },
});

function read<T>(program: BootProgram | Unreadable, from: (program: BootProgram) => readonly T[]): readonly (T | Unreadable)[] {
  return 'pe' in program ? attemptElements(() => withFileOffsets(program.path, () => from(program))) : [program];
}

function describe({ partition, path, pe }: BootProgram): Program {
  const rows = readSbat(pe);
  return { partition, path, ...(rows === undefined ? {} : { rows: rows.map(rowOf) }) };
}

function levelsOf({ partition, path, pe }: BootProgram): readonly Level[] {
  const levels = readSbatLevels(pe);
  if (levels === undefined) return [];
  return (['previous', 'latest'] as const).map((policy) => {
    const date = levels[policy].find(({ component }) => component === SBAT)?.vendor;
    return { partition, path, policy, ...(date === undefined ? {} : { date }), rows: levels[policy].map(rowOf) };
  });
}

function rowOf({ component, generation }: SbatRow): Level['rows'][number] {
  return { component, generation };
}
