import type { BankName } from '@staticfire/facts';
import { LimitError, ReadError } from '@staticfire/read/bytes';
import { defineBankCollector, type SourceLog } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import type { UnreadableEntry } from '../evidence/list-folder.ts';
import { quoteLines, textOf } from '../evidence/quote-lines.ts';
import { RootFiles } from '../evidence/root-files.ts';
import { normalPath } from '../normal-path.ts';
import { contextTeller, type ToldContext } from '../selinux-files/context-teller.ts';
import { comesLater } from './drop-in-order.ts';
import { listMountUnits, type MountUnitFile } from './list-mount-units.ts';
import { type MountLabelling, readMountLabelling } from './mount-unit-contexts.ts';
import { type SelinuxMountContexts, selinuxMountContexts } from './selinux-mount-contexts.schema.ts';

const MAX_LENGTH = 64 * 1024;
const MAX_TOTAL = 8 * 1024 * 1024;
const MAX_FILES = 2000;
const MAX_LISTED = 1000;

type Mount = Extract<SelinuxMountContexts['mounts'][number], { readonly unit: string }>;

interface ReadUnit extends MountUnitFile {
  readonly bytes: Uint8Array;
  readonly labelling: MountLabelling;
}

export const collectSelinuxMountContexts = defineBankCollector({
  fact: selinuxMountContexts,
  reads: ['bank', 'fileSystem', 'selinuxPolicy'],
  collect({ bank, fileSystem, selinuxPolicy }, sources): SelinuxMountContexts | undefined {
    const fs = fileSystem('ROOT');
    const found = fs && listMountUnits(fs);
    if (fs === undefined || found === undefined) return undefined;
    const tell = contextTeller(selinuxPolicy(sources), 'options of mount units');
    const units = readUnits(found, new RootFiles(fs, bank, sources, MAX_TOTAL));
    const setting = units.filter((unit): unit is ReadUnit => !(unit instanceof ReadError) && unit.isDropIn && unit.labelling.line !== undefined);
    const mounts = new BoundedList<Mount>(MAX_LISTED, 'contexts of mounts');
    for (const unit of units) {
      if (unit instanceof ReadError) mounts.addError(unit);
      else if (mounts.attempt(() => describe(unit, setting, tell)).length > 0) quote(unit, bank, sources);
    }
    return { mounts: mounts.elements };
  },
});

function readUnits(found: readonly (MountUnitFile | UnreadableEntry)[], files: RootFiles): readonly (ReadUnit | ReadError)[] {
  const units = found.slice(0, MAX_FILES).flatMap((unit) => readUnit(unit, files) ?? []);
  if (found.length <= MAX_FILES) return units;
  return [...units, new LimitError({ structure: 'mount units', message: `more than ${MAX_FILES} files; the rest is not read` })];
}

/** A link that leads nowhere → undefined. */
function readUnit(unit: MountUnitFile | UnreadableEntry, files: RootFiles): ReadUnit | ReadError | undefined {
  if ('error' in unit) return unit.error;
  try {
    const bytes = files.read(unit.path, MAX_LENGTH);
    return bytes && { ...unit, bytes, labelling: readMountLabelling(bytes, unit.path) };
  } catch (error) {
    if (error instanceof ReadError) return error;
    throw error;
  }
}

function describe(unit: ReadUnit, dropIns: readonly ReadUnit[], tell: (context: string) => ToldContext): readonly Mount[] {
  const { line, where, contexts } = unit.labelling;
  const place = { unit: unit.unit, file: unit.path, line: line!, ...(where === undefined ? {} : { where: normalPath(where) }) };
  const replaced = contexts.length > 0 && dropIns.some((dropIn) => comesLater(dropIn, unit));
  return contexts.map(({ option, context }) => ({ ...place, option, ...tell(context), replaced }));
}

function quote({ path, bytes, labelling }: ReadUnit, bank: BankName, sources: SourceLog): void {
  sources.quote(quoteLines({ bank, partition: 'ROOT', path, text: textOf(bytes), lineEnds: 'systemd' }, [labelling.line!]));
}
