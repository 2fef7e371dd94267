import { decodeFileText, splitSystemdLines } from './file-text.ts';
import { takeSystemdWord } from './systemd-word.ts';

/** One line of a sysusers.d file. A field that is `-` or missing is absent. */
export interface SysusersEntry {
  readonly line: number;
  /** `ignored` is a line that systemd-sysusers reports and skips; `specifiers` one whose meaning depends on the machine. */
  readonly kind: 'user' | 'group' | 'member' | 'range' | 'ignored' | 'specifiers';
  /** Of a member the user's name; of a range empty; where the kind is ignored or specifiers the whole line. */
  readonly name: string;
  readonly uid?: number;
  /** Of a user's own group, or of the group itself. */
  readonly gid?: number;
  /** Of a user: the group by name. Of a member: the group. */
  readonly group?: string;
  /** A path whose owner's numbers are taken. */
  readonly idPath?: string;
  /** Of a range, both inclusive. */
  readonly range?: { readonly first: number; readonly last: number };
  readonly home?: string;
  readonly shell?: string;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_-]{0,30}$/;
/** What is not to be in a GECOS field or a path of passwd: colons and control characters. */
const SPOILS_FIELD = /[:\x00-\x1f\x7f]/;
/** (uid_t) -1 in 16 and in 32 bits. */
const NO_ID = [0xffff, 0xffff_ffff];
const MAX_ID = 0xffff_ffff;
const EMPTY = new Set(['', '-']);

/**
 * A sysusers.d file as systemd-sysusers reads it (sysusers.d(5); src/sysusers/sysusers.c, `parse_line`). The sign `!` behind `u`, which
 * systemd 252 does not know and later versions do, is passed over: the account is there, and locked.
 */
export function parseSysusersFile(bytes: Uint8Array, file: string): readonly SysusersEntry[] {
  return splitSystemdLines(decodeFileText(bytes, file), file).flatMap(({ number, text }) => {
    const line = text.trim();
    return line === '' || line.startsWith('#') ? [] : [{ line: number, ...(parseLine(line) ?? { kind: 'ignored', name: line }) }];
  });
}

type Parsed = Omit<SysusersEntry, 'line'>;

function parseLine(text: string): Parsed | undefined {
  const words = takeWords(text);
  if (words === undefined) return undefined;
  const [action, name, id, description, home, shell] = words.map((word) => (EMPTY.has(word) ? undefined : word));
  if ([name, id].some((field) => field?.includes('%'))) return { kind: 'specifiers', name: text };
  const isBare = [description, home, shell].every((field) => field === undefined);
  if (action === 'r') return name === undefined && isBare ? rangeOf(id) : undefined;
  if (name === undefined || !NAME.test(name)) return undefined;
  if (action === 'm') return isBare && id !== undefined && NAME.test(id) ? { kind: 'member', name, group: id } : undefined;
  if (action === 'g') return isBare ? groupOf(name, id) : undefined;
  if (action !== 'u' && action !== 'u!') return undefined;
  if (description !== undefined && SPOILS_FIELD.test(description)) return undefined;
  return [home, shell].every(isPathField)
    ? userOf(name, id, { ...(home === undefined ? {} : { home }), ...(shell === undefined ? {} : { shell }) })
    : undefined;
}

/** At most six words; more spoil the line, as does a quote that is not closed. */
function takeWords(text: string): string[] | undefined {
  const words: string[] = [];
  let rest = text;
  while (rest !== '') {
    const taken = takeSystemdWord(rest, 'literal');
    if (taken === undefined || words.length === 6) return undefined;
    words.push(taken.word);
    rest = taken.rest;
  }
  return words;
}

function rangeOf(id: string | undefined): Parsed | undefined {
  const [, low, high = low] = /^([0-9]+)(?:-([0-9]+))?$/.exec(id ?? '') ?? [];
  const [first, last] = [idOf(low), idOf(high)];
  return first === undefined || last === undefined || first > last ? undefined : { kind: 'range', name: '', range: { first, last } };
}

function groupOf(name: string, id: string | undefined): Parsed | undefined {
  if (id === undefined) return { kind: 'group', name };
  if (id.startsWith('/')) return isPathField(id) ? { kind: 'group', name, idPath: id } : undefined;
  const gid = idOf(id);
  return gid === undefined ? undefined : { kind: 'group', name, gid };
}

function userOf(name: string, id: string | undefined, paths: { readonly home?: string; readonly shell?: string }): Parsed | undefined {
  const user = { kind: 'user', name, ...paths } as const;
  if (id === undefined) return user;
  if (id.startsWith('/')) return isPathField(id) ? { ...user, idPath: id } : undefined;
  const [, own = '', colon, primary = ''] = /^([^:]*)(:)?(.*)$/.exec(id) ?? [];
  const uid = own === '-' ? undefined : idOf(own);
  if (uid === undefined && own !== '-') return undefined;
  const numbered = uid === undefined ? user : { ...user, uid };
  if (colon === undefined) return numbered;
  const gid = idOf(primary);
  if (gid !== undefined) return { ...numbered, gid };
  return NAME.test(primary) ? { ...numbered, group: primary } : undefined;
}

/** Decimal, without a sign and zeros before it; two numbers stand for none. */
function idOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^(?:0|[1-9][0-9]{0,9})$/.test(text)) return undefined;
  const id = Number(text);
  return id > MAX_ID || NO_ID.includes(id) ? undefined : id;
}

function isPathField(path: string | undefined): boolean {
  return path === undefined || (/^[/%]/.test(path) && !SPOILS_FIELD.test(path) && !path.split('/').some((part) => part === '.' || part === '..'));
}
