import type { BlockSource } from '@staticfire/read/block-source';
import type { DiskFile, NamedDisk } from '@staticfire/read/block-source/node';
import { ReadError } from '@staticfire/read/bytes';
import { openDisk, type Role } from '@staticfire/read/image';

/** The disks of a file by what they are for. Closing them leaves the file open. */
export interface ChosenDisks {
  /** With the operating system. */
  readonly main: BlockSource;
  /** The second disk of a split image. */
  readonly data?: BlockSource;
  /** Of the file, and what was chosen of several disks. */
  readonly notes: readonly string[];
}

type Purpose = 'system' | 'data' | 'neither';

/**
 * The disks of a file: of an archive the first of its hardware with ROOT, and, if it is asked for, the first with DATA and without ROOT. An archive without ROOT has
 * its first disk as `main`. `file.source` is one of them or is closed.
 */
export function chooseDisks({ source, disks, notes }: DiskFile, wantsData: boolean): ChosenDisks {
  const [first, ...others] = disks ?? [];
  if (first === undefined || others.length === 0) return { main: source, notes };
  const purposes = findPurposes(source, others);
  const [system, data] = (['system', 'data'] as const).map((purpose) => purposes.indexOf(purpose));
  const mainAt = Math.max(system!, 0);
  const dataAt = wantsData && system! >= 0 && data! >= 0 ? data! : undefined;
  return openChosen(source, [first, ...others], { mainAt, dataAt, notes });
}

function openChosen(
  source: BlockSource,
  disks: readonly NamedDisk[],
  { mainAt, dataAt, notes }: { readonly mainAt: number; readonly dataAt: number | undefined; readonly notes: readonly string[] },
): ChosenDisks {
  const open = (at: number) => (at === 0 ? { source, notes: [] } : disks[at]!.open());
  const main = open(mainAt);
  const data = dataAt === undefined ? undefined : open(dataAt);
  if (mainAt !== 0 && dataAt !== 0) source.close();
  return {
    main: main.source,
    ...(data === undefined ? {} : { data: data.source }),
    notes: [...notes, ...main.notes, ...(data?.notes ?? []), describeChoice(disks, mainAt, dataAt)],
  };
}

/** As far as both kinds are found; the disk whose table cannot be read is neither. */
function findPurposes(first: BlockSource, others: readonly NamedDisk[]): readonly Purpose[] {
  const purposes = [purposeOf(first)];
  for (const disk of others) {
    if (purposes.includes('system') && purposes.includes('data')) break;
    purposes.push(purposeOfNamed(disk));
  }
  return purposes;
}

function purposeOfNamed(disk: NamedDisk): Purpose {
  return orNeither(() => {
    const { source } = disk.open();
    try {
      return purposeOf(source);
    } finally {
      source.close();
    }
  });
}

function purposeOf(source: BlockSource): Purpose {
  return orNeither(() => {
    const roles = new Set<Role>(openDisk(source).partitions.map(({ role }) => role));
    return roles.has('ROOT') ? 'system' : roles.has('DATA') ? 'data' : 'neither';
  });
}

function orNeither(work: () => Purpose): Purpose {
  try {
    return work();
  } catch (error) {
    if (error instanceof ReadError) return 'neither';
    throw error;
  }
}

function describeChoice(disks: readonly NamedDisk[], mainAt: number, dataAt: number | undefined): string {
  const names = disks.map(({ name }) => JSON.stringify(name));
  const left = names.filter((_, at) => at !== mainAt && at !== dataAt);
  const parts = [
    `the OVA has ${disks.length} disks: this is ${names[mainAt]}`,
    ...(mainAt === 0 ? [] : [`by its partitions, though the hardware has ${names[0]} first`]),
    ...(dataAt === undefined ? [] : [`with the data disk ${names[dataAt]}`]),
  ];
  return `${parts.join(', ')}${left.length === 0 ? '' : `; not looked at: ${left.join(', ')}`}`;
}
