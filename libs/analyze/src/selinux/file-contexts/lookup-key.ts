import { encodeFileName } from '@staticfire/read/bytes';
import type { FileContextAlias } from '@staticfire/read/formats/file-contexts';

/**
 * A path as libselinux looks it up (src/label_file.c, `lookup_all`), each character one byte: runs of slashes are one, a slash at the end
 * goes, then each list of aliases replaces one prefix. `path` is a name as `decodeFileName` gives it.
 */
export function lookupKey(path: string, aliases: readonly (readonly FileContextAlias[])[]): string {
  const bytes = /^[\0-\x7f]*$/.test(path) ? path : Buffer.from(encodeFileName(path)).toString('latin1');
  const collapsed = bytes.replaceAll(/\/{2,}/g, '/');
  const key = collapsed.length > 1 && collapsed.endsWith('/') ? collapsed.slice(0, -1) : collapsed;
  return aliases.reduce(applyAliases, key);
}

/** The last fitting line of a list counts. */
function applyAliases(key: string, list: readonly FileContextAlias[]): string {
  const alias = list.findLast(({ from }) => key.startsWith(from) && (key.length === from.length || key[from.length] === '/'));
  if (alias === undefined) return key;
  const rest = key.slice(alias.from.length);
  return alias.to === '/' && rest !== '' ? `/${rest.slice(1)}` : alias.to + rest;
}
