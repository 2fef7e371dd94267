import type { Evidence } from '@staticfire/findings';
import { printable } from '../printable.ts';

const MAX_VALUE = 120;
const MAX_PATH = 120;

type Source = Evidence['sources'][number];

/** `verity.table.rootDigest (bank A) = "ab…", from BOOT-A /grub/grub.cfg (512 bytes at 0)` */
export function describeEvidence({ fact, path, bank, value, sources, userData }: Evidence): string {
  const name = path === '' ? fact : `${fact}.${path}`;
  const owner = bank === undefined ? '' : ` (bank ${bank})`;
  return `${printable(name)}${owner} = ${describeValue(value)}${describeSources(sources, userData?.path)}`;
}

function describeValue(value: unknown): string {
  return value === undefined ? 'nothing there' : printable(JSON.stringify(value), MAX_VALUE);
}

function describeSources(sources: readonly Source[], userData: string | undefined): string {
  const [first, ...others] = [...(userData === undefined ? [] : [`user data ${printable(userData, MAX_PATH)}`]), ...sources.map(describeSource)];
  if (first === undefined) return '';
  return `, from ${first}${others.length === 0 ? '' : ` and ${others.length} more`}`;
}

function describeSource({ bank, partition, path, offset, length }: Source): string {
  const place = bank === undefined ? printable(partition) : `${printable(partition)}-${bank}`;
  const file = path === undefined ? '' : ` ${printable(path, MAX_PATH)}`;
  return `${place}${file} (${length} bytes at ${offset})`;
}
