import type { Evidence, EvidencePlace } from '@staticfire/findings';
import { printable } from '../printable.ts';

const MAX_VALUE = 120;
const MAX_PATH = 120;
const MAX_EXCERPT = 120;

type Source = Evidence['sources'][number];

/** `verity.table.rootDigest (bank A) = "ab…", from BOOT-A /grub/grub.cfg (512 bytes at 0)` */
export function describeEvidence({ fact, path, bank, value, sources, places = [], userData }: Evidence): string {
  const name = path === '' ? fact : `${fact}.${path}`;
  const owner = bank === undefined ? '' : ` (bank ${bank})`;
  return `${printable(name)}${owner} = ${describeValue(value)}${describeSources(places, sources, userData?.path)}`;
}

function describeValue(value: unknown): string {
  return value === undefined ? 'nothing there' : printable(JSON.stringify(value), MAX_VALUE);
}

/** A line that decides the value comes before the bytes that were read for it. */
function describeSources(places: readonly EvidencePlace[], sources: readonly Source[], userData: string | undefined): string {
  const given = userData === undefined ? [] : [`user data ${printable(userData, MAX_PATH)}`];
  const [first, ...others] = [...places.filter(isLine).map(describeLine), ...given, ...sources.map(describeSource)];
  if (first === undefined) return '';
  return `, from ${first}${others.length === 0 ? '' : ` and ${others.length} more`}`;
}

function isLine({ line }: EvidencePlace): boolean {
  return line !== undefined;
}

/** `ROOT-A /usr/lib/sysctl.d/80-release.conf line 3 ‘kernel.panic = 10’` */
function describeLine({ file, bank, partition, line, excerpt }: EvidencePlace): string {
  const where = partition === undefined ? 'user data' : nameOfPartition(partition, bank);
  return `${where} ${printable(file, MAX_PATH)} line ${line}${excerpt === undefined ? '' : ` ‘${printable(excerpt.trim(), MAX_EXCERPT)}’`}`;
}

function nameOfPartition(partition: string, bank: Source['bank']): string {
  return bank === undefined ? printable(partition) : `${printable(partition)}-${bank}`;
}

function describeSource({ bank, partition, path, offset, length }: Source): string {
  const file = path === undefined ? '' : ` ${printable(path, MAX_PATH)}`;
  return `${nameOfPartition(partition, bank)}${file} (${length} bytes at ${offset})`;
}
