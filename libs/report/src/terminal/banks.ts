import type { BankText, ImageText, ScanResult } from '@staticfire/findings';
import { formatSize } from '../format-size.ts';
import { printable } from '../printable.ts';
import { plural } from './page.ts';

const MAX_PROBLEM = 200;

type Row = readonly [label: string, text: string];

/** The disk, and a line for each bank: which partitions it has and what proves its root filesystem. */
export function describeBanks({ image, bank }: ScanResult): readonly Row[] {
  const none: readonly Row[] = bank === undefined ? [['bank', 'none: the boot loader would find nothing to boot']] : [];
  const named: readonly Row[] = bank !== undefined && image.banks.length === 0 ? [['bank', bank]] : [];
  return [...describeDisk(image), ...none, ...named, ...image.banks.map((each): Row => [`bank ${each.bank}`, describeBank(each, image)])];
}

function describeDisk({ diskLength, partitions, unreadable }: ImageText): readonly Row[] {
  if (unreadable !== undefined) return [['disk', `unreadable: ${printable(unreadable, MAX_PROBLEM)}`]];
  if (partitions.length === 0) return [];
  return [['disk', `${plural(partitions.length, 'partition')}${diskLength === undefined ? '' : ` on ${formatSize(diskLength)}`}`]];
}

function describeBank({ bank, judged, verity }: BankText, { partitions }: ImageText): string {
  const own = partitions.filter((partition) => partition.bank === bank).map(({ role, length }) => `${printable(role)} ${formatSize(length)}`);
  return [judged ? 'judged' : 'not judged', own.join(', '), describeVerity(verity)].filter((part) => part !== '').join('; ');
}

function describeVerity({ state, problems: [first, ...others] }: BankText['verity']): string {
  const why = first === undefined ? '' : `: ${printable(first, MAX_PROBLEM)}`;
  return `dm-verity ${state}${why}${others.length === 0 ? '' : ` and ${others.length} more`}`;
}
