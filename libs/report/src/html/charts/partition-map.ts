import type { PartitionText } from '@staticfire/findings';
import { formatSize } from '../../format-size.ts';
import { printable } from '../../printable.ts';
import { coordinate } from '../figures.ts';
import { html, type Markup } from '../markup.ts';

const WIDTH = 1000;
const MIN_WIDTH = 14;
/** Narrower than that, free space is not drawn: alignment leaves some between most partitions. */
const MIN_GAP_SHARE = 0.004;
/** Room for a role at the size of the map's text. */
const LABEL_WIDTH = 74;
const BAR = { y: 18, height: 58 } as const;

interface Piece {
  readonly partition?: PartitionText;
  readonly length: number;
}

interface DrawnPiece extends Piece {
  readonly x: number;
  readonly width: number;
}

/** The disk from its first to its last byte, to scale but for pieces that would be too narrow to see. */
export function partitionMap(partitions: readonly PartitionText[], diskLength: number | undefined): Markup {
  const end = partitions.reduce((furthest, { offset, length }) => Math.max(furthest, offset + length), diskLength ?? 0);
  const pieces = layOut(cutDisk(partitions, end), end);
  const words = partitions.map((partition) => `${partition.index} ${nameOf(partition)} ${formatSize(partition.length)}`).join(', ');
  return html`<figure class="map"><div class="scroll" role="region" aria-label="Partition map" tabindex="0"><svg viewBox="0 0 ${WIDTH} 100" role="img"><title>Partition map to scale</title><desc>${words}</desc>${pieces.map(draw)}</svg></div><figcaption>To scale from the first to the last byte of the disk; what would be too narrow to see is drawn ${MIN_WIDTH} units wide. Numbers are those of the table. Hatched: free.</figcaption></figure>`;
}

/** Partitions in the order of the disk, and the free space between them. */
function cutDisk(partitions: readonly PartitionText[], end: number): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const partition of [...partitions].sort((a, b) => a.offset - b.offset || a.index - b.index)) {
    if (partition.offset > at) pieces.push({ length: partition.offset - at });
    pieces.push({ partition, length: partition.length });
    at = Math.max(at, partition.offset + partition.length);
  }
  return end > at ? [...pieces, { length: end - at }] : pieces;
}

function layOut(pieces: readonly Piece[], end: number): readonly DrawnPiece[] {
  const kept = pieces.filter(({ partition, length }) => partition !== undefined || length > end * MIN_GAP_SHARE);
  const natural = kept.map(({ length }) => (end === 0 ? 0 : (length / end) * WIDTH));
  const narrow = natural.filter((width) => width < MIN_WIDTH).length;
  const wide = natural.filter((width) => width >= MIN_WIDTH).reduce((sum, width) => sum + width, 0);
  const least = Math.min(MIN_WIDTH, WIDTH / Math.max(kept.length, 1));
  const scale = wide === 0 ? 0 : Math.max(0, WIDTH - narrow * least) / wide;
  let x = 0;
  return kept.map((piece, index) => {
    const own = natural[index] ?? 0;
    const width = own < MIN_WIDTH ? least : own * scale;
    x += width;
    return { ...piece, x: x - width, width };
  });
}

function draw({ partition, x, width, length }: DrawnPiece, position: number): Markup {
  const shape = html`x="${coordinate(x + 1)}" y="${BAR.y}" width="${coordinate(Math.max(width - 2, 1))}" height="${BAR.height}" rx="3"`;
  if (partition === undefined) return html`<rect class="free" ${shape}><title>free, ${formatSize(length)}</title></rect>`;
  const middle = coordinate(x + width / 2);
  const inside = width >= LABEL_WIDTH;
  const index = inside
    ? undefined
    : html`<text class="index" x="${middle}" y="${position % 2 === 0 ? BAR.y - 5 : BAR.y + BAR.height + 15}">${partition.index}</text>`;
  const label =
    inside &&
    html`<text class="label" x="${middle}" y="${BAR.y + 26}">${partition.index} ${nameOf(partition)}</text><text class="size" x="${middle}" y="${BAR.y + 44}">${formatSize(length)}</text>`;
  return html`<g><title>${partition.index} ${nameOf(partition)}, ${formatSize(length)} at ${partition.offset}</title><rect class="slice role-${roleClass(partition.role)}${partition.bank === 'B' ? ' bank-b' : ''}" ${shape}/>${index}${label}</g>`;
}

function nameOf({ role, bank }: PartitionText): string {
  return bank === undefined ? printable(role, MAX_ROLE) : `${printable(role, MAX_ROLE)}-${bank}`;
}

function roleClass(role: string): string {
  return role.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

const MAX_ROLE = 16;
