import { canonicalJson } from '@staticfire/facts';
import { printable } from '@staticfire/report';
import { listPartitions, type PartitionList } from '@staticfire/scan';
import { type ImageOptions, planImage } from './plan-image.ts';

const COLUMNS = ['#', 'ROLE', 'BANK', 'FIRST', 'LAST', 'SIZE', 'ATTRIBUTES', 'LABEL'] as const;

type Table = Omit<PartitionList, 'dataDisk'>;

/** Prints the partition table, and that of a data disk; reads nothing else of the image. */
export async function showPartitions(images: readonly string[], options: ImageOptions & { readonly format: 'text' | 'json' }): Promise<void> {
  const partitions = await listPartitions(planImage(images, options));
  process.stdout.write(options.format === 'json' ? canonicalJson(partitions) : renderTables(partitions));
}

function renderTables({ dataDisk, ...disk }: PartitionList): string {
  return dataDisk === undefined ? renderTable(disk) : `${renderTable(disk)}\ndata disk\n${renderTable(dataDisk)}`;
}

function renderTable(table: Table): string {
  const rows = table.entries.map((entry) => [
    String(entry.index),
    entry.role,
    entry.bank ?? '-',
    String(entry.firstLba),
    String(entry.lastLbaInclusive),
    `${(entry.length / 1024 / 1024).toFixed(entry.length % (1024 * 1024) === 0 ? 0 : 2)} MiB`,
    describeAttributes(entry.attributes),
    printable(entry.label),
  ]);
  const all = [[...COLUMNS], ...rows];
  const widths = COLUMNS.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const lines = all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
  return [
    `disk ${table.diskGuid}, ${table.diskLength} bytes, sectors of ${table.sectorSize}; first and last sector inclusive`,
    `primary table: ${describeCopy(table.primary)}; backup table: ${describeCopy(table.backup)}; boots bank ${table.bootBank ?? 'none'}`,
    ...lines,
    '',
  ].join('\n');
}

function describeCopy({ state, problem }: PartitionList['primary']): string {
  return problem === undefined ? state : `${state} (${printable(problem)})`;
}

function describeAttributes({ raw, priority, triesLeft, successful, bootedOnce }: PartitionList['entries'][number]['attributes']): string {
  if (/^0x0+$/.test(raw)) return '-';
  const words = [`priority ${priority}`, `tries ${triesLeft}`, successful ? 'successful' : 'not successful'];
  return `${raw} (${[...words, ...(bootedOnce ? ['booted'] : [])].join(', ')})`;
}
