import { labelText } from '@staticfire/analyze/selinux/file-contexts';
import type { VisitedFile, WalkedPartition } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { type SelinuxLabels, walkedPartitions } from './selinux-labels.schema.ts';

/** Bottlerocket's images have about twenty. */
const MAX_LABELS = 1000;

type LabelCount = Exclude<SelinuxLabels['counts'][number], { readonly $unreadable: unknown }>;
type Growing = { -readonly [K in keyof LabelCount]: LabelCount[K] };

/** How many names of each partition have which label. */
export class LabelCounts {
  readonly #listed = new BoundedList<Growing>(MAX_LABELS, 'different labels');
  readonly #byLabel = { ROOT: new Map<string | undefined, Growing>(), BOOT: new Map<string | undefined, Growing>() };

  /** The name's inode is readable. */
  add({ partition, normalPath, stat, label }: VisitedFile): void {
    const text = label === undefined ? undefined : labelText(label);
    const count = this.#byLabel[partition].get(text) ?? this.#start(partition, text, normalPath);
    if (count === undefined) return;
    const kind = COUNTED[stat!.type as keyof typeof COUNTED] ?? 'others';
    if (kind === 'files' && count.files === 0) count.example = normalPath;
    count[kind]++;
  }

  /** By partition and label, no label first; the sign that there are more comes last. */
  get elements(): SelinuxLabels['counts'] {
    return this.#listed.elements.toSorted((one, other) => ('$unreadable' in one ? 1 : '$unreadable' in other ? -1 : byLabel(one, other)));
  }

  /** Undefined: there is no room for another label. */
  #start(partition: WalkedPartition, label: string | undefined, example: string): Growing | undefined {
    const count = { partition, ...(label === undefined ? {} : { label }), files: 0, directories: 0, others: 0, example };
    if (!this.#listed.add(count)) return undefined;
    this.#byLabel[partition].set(label, count);
    return count;
  }
}

const COUNTED = { file: 'files', directory: 'directories' } as const;

function byLabel(one: LabelCount, other: LabelCount): number {
  const order = walkedPartitions.indexOf(one.partition) - walkedPartitions.indexOf(other.partition);
  if (order !== 0) return order;
  const [left, right] = [one.label ?? '', other.label ?? ''];
  if (left === right) return one.label === undefined ? -1 : 1;
  return left < right ? -1 : 1;
}
