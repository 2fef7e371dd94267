import { canonicalJson } from '@staticfire/facts';
import { allowPlainHttp } from '@staticfire/read/block-source/node';
import { printable } from '@staticfire/report';
import { listPartitions, type PartitionList } from '@staticfire/scan';
import { planInput } from '@staticfire/scan/input';

const COLUMNS = ['#', 'ROLE', 'BANK', 'FIRST', 'LAST', 'SIZE', 'ATTRIBUTES', 'LABEL'] as const;

/** Prints the partition table; reads nothing else of the image. */
export async function showPartitions(image: string, options: { readonly format: 'text' | 'json'; readonly allowHttp?: boolean }): Promise<void> {
  if (options.allowHttp) allowPlainHttp(image);
  const partitions = await listPartitions(planInput([image]));
  process.stdout.write(options.format === 'json' ? canonicalJson(partitions) : renderTable(partitions));
}

function renderTable(table: PartitionList): string {
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
