import { decodeFileName, LimitError } from '../../bytes/index.ts';

/** What a kernel module says of itself: `license`, `vermagic`, `alias` … */
export interface ModinfoEntry {
  readonly key: string;
  /** Empty without `=`. */
  readonly value: string;
}

/** Modules with tables of devices have some ten thousand aliases. */
const MAX_ENTRIES = 100_000;

/**
 * The section `.modinfo` (Linux include/linux/moduleparam.h, `__MODULE_INFO`): `key=value`, each ended by one zero byte or more; the last one
 * may end with the section. `offset` is where the section starts in the image. More than 100 000 → LimitError.
 */
export function parseModinfo(section: Uint8Array, offset: number): readonly ModinfoEntry[] {
  const entries: ModinfoEntry[] = [];
  for (let start = 0; start < section.length; ) {
    const zero = section.indexOf(0, start);
    const end = zero === -1 ? section.length : zero;
    if (end > start) entries.push(entryOf(decodeFileName(section.subarray(start, end))));
    if (entries.length > MAX_ENTRIES) throw new LimitError({ structure: '.modinfo', offset: offset + start, message: `more than ${MAX_ENTRIES} entries` });
    start = end + 1;
  }
  return entries;
}

function entryOf(text: string): ModinfoEntry {
  const equals = text.indexOf('=');
  return equals === -1 ? { key: text, value: '' } : { key: text.slice(0, equals), value: text.slice(equals + 1) };
}
