import { FormatError } from '@staticfire/read/bytes';
import type { GptEntry } from '@staticfire/read/formats/gpt';
import { parseFields } from './parse-fields.ts';

/** blkid counts in these, whatever the disk's sectors are. */
const BLKID_SECTOR = 512;

/** What blkid says of a partition: its entry in the table, and the filesystem on it. */
export interface BlkidPartition {
  readonly entry: GptEntry;
  /** The type of what starts there, `ext4`; undefined when blkid knows nothing of it. */
  readonly content?: string;
  readonly uuid: string;
  readonly label?: string;
}

/** Of what `guestfish blkid` printed. `own`: the entry as our own reader has it, for names that blkid prints with loss. */
export function parseBlkid(text: string, sectorSize: number, own: GptEntry | undefined): BlkidPartition {
  const fields = parseFields(text);
  const index = number(fields, 'PART_ENTRY_NUMBER');
  const offset = number(fields, 'PART_ENTRY_OFFSET') * BLKID_SECTOR;
  const length = number(fields, 'PART_ENTRY_SIZE') * BLKID_SECTOR;
  const content = fields.get('TYPE');
  const label = unescapeLabel(fields.get('LABEL') ?? '');
  return {
    entry: {
      index,
      typeGuid: fields.get('PART_ENTRY_TYPE') ?? '',
      guid: fields.get('PART_ENTRY_UUID') ?? '',
      firstLba: offset / sectorSize,
      lastLbaInclusive: (offset + length) / sectorSize - 1,
      attributes: BigInt(digits(fields, 'PART_ENTRY_FLAGS', '0')),
      label: unescapeLabel(fields.get('PART_ENTRY_NAME') ?? '') ?? own?.label ?? '',
    },
    ...(content === undefined ? {} : { content }),
    uuid: fields.get('UUID') ?? '',
    ...(label === undefined ? {} : { label }),
  };
}

/** blkid puts a backslash before what a shell would take for its own. Control characters and what is not ASCII it prints in a way that cannot be turned back: undefined. */
function unescapeLabel(printed: string): string | undefined {
  if (/\^|M-|[^\x20-\x7e]/.test(printed)) return undefined;
  return printed.replaceAll(/\\(.)/g, '$1');
}

function number(fields: ReadonlyMap<string, string>, key: string): number {
  return Number(digits(fields, key));
}

function digits(fields: ReadonlyMap<string, string>, key: string, missing?: string): string {
  const text = fields.get(key) ?? missing;
  if (text !== undefined && /^(?:\d{1,15}|0x[0-9a-f]{1,16})$/i.test(text)) return text;
  throw new FormatError({ structure: 'blkid', field: key, message: 'libguestfs gives no number for it' });
}
