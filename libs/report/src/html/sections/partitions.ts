import type { PartitionText } from '@staticfire/findings';
import { formatSize } from '../../format-size.ts';
import { printable } from '../../printable.ts';
import { partitionMap } from '../charts/partition-map.ts';
import { groupDigits } from '../figures.ts';
import { type Content, html } from '../markup.ts';
import { code, digest, leftOut, notice, table } from '../parts.ts';
import type { Section } from '../section.ts';

/** A GPT has 128 entries, unless somebody wants it otherwise. */
const MAX_LISTED = 128;

export const partitionsSection: Section = {
  id: 'partitions',
  title: 'Partitions',
  pieces: ({ result: { image } }) => {
    if (image.unreadable !== undefined) return [notice('warn', html`The partition table could not be read: ${printable(image.unreadable, MAX_REASON)}`)];
    if (image.partitions.length === 0) return [html`<p>This result lists no partition.</p>`];
    const listed = image.partitions.slice(0, MAX_LISTED);
    return [
      partitionMap(listed, image.diskLength),
      table({
        caption: `Partition table${image.diskLength === undefined ? '' : ` of a disk of ${formatSize(image.diskLength)}`}, in the order of its entries`,
        columns: ['#', 'Role', 'Bank', 'Label', 'Offset (bytes)', 'Size (bytes)', 'Partition GUID and type GUID'],
        rows: listed.map(partitionRow),
        kind: 'partitions',
      }),
      leftOut(image.partitions.length - listed.length, 'partition'),
    ];
  },
};

function partitionRow({ index, role, bank, label, offset, length, guid, typeGuid }: PartitionText): readonly Content[] {
  return [
    index,
    html`<strong>${printable(role)}</strong>`,
    bank ?? html`<span class="zero">–</span>`,
    label === '' ? html`<span class="zero">no label</span>` : code(label),
    groupDigits(offset),
    html`${groupDigits(length)}<br><small>${formatSize(length)}</small>`,
    html`${digest(guid)}<br><small>type</small> ${digest(typeGuid)}`,
  ];
}

const MAX_REASON = 400;
