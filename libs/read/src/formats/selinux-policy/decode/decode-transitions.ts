import { Ebitmap, readEbitmap } from '../ebitmap.ts';
import type { PolicyCursor } from '../policy-cursor.ts';
import type { FilenameTransition, RangeTransition, RoleAllow, RoleTransition } from '../transitions.ts';
import { decodeRange } from './decode-level.ts';

const VERSION_FILENAME_TRANSITIONS = 25;
const VERSION_ROLE_TRANSITION_CLASS = 26;
const VERSION_COMPRESSED_FILENAME_TRANSITIONS = 33;
const FILENAME_LENGTH = 21;
const COMPRESSED_LENGTH = 17;
const COMPRESSED_DATUM_LENGTH = 16;
const RANGE_LENGTH = 12 + 8 + 12;

/** u32 number, then for each u32 role, type, new role and, from version 26, class; `processClass` stands for it before. */
export function decodeRoleTransitions(cursor: PolicyCursor, version: number, processClass: number): RoleTransition[] {
  cursor.section = 'role transitions';
  const hasClass = version >= VERSION_ROLE_TRANSITION_CLASS;
  return Array.from({ length: cursor.count('nel', hasClass ? 16 : 12) }, () => {
    const { offset } = cursor;
    const [role, type, newRole] = [cursor.u32('role'), cursor.u32('type'), cursor.u32('new_role')];
    return { role, type, newRole, tclass: hasClass ? cursor.u32('tclass') : processClass, offset };
  });
}

/** u32 number, then for each u32 role and new role. */
export function decodeRoleAllows(cursor: PolicyCursor): RoleAllow[] {
  cursor.section = 'role allows';
  return Array.from({ length: cursor.count('nel', 8) }, () => {
    const { offset } = cursor;
    return { role: cursor.u32('role'), newRole: cursor.u32('new_role'), offset };
  });
}

export function decodeFilenameTransitions(cursor: PolicyCursor, version: number): FilenameTransition[] {
  cursor.section = 'filename transitions';
  if (version < VERSION_FILENAME_TRANSITIONS) return [];
  return version < VERSION_COMPRESSED_FILENAME_TRANSITIONS ? decodePlain(cursor) : decodeCompressed(cursor);
}

/** u32 number, then for each u32 length, name, u32 source, target, class, new type. What was said before of the same source is kept (libsepol `policydb_filetrans_insert`). */
function decodePlain(cursor: PolicyCursor): FilenameTransition[] {
  const groups = new Map<string, { readonly first: Omit<FilenameTransition, 'sources'>; readonly sources: Set<number> }>();
  const seen = new Set<string>();
  for (let left = cursor.count('nel', FILENAME_LENGTH); left > 0; left--) {
    const { offset } = cursor;
    const name = cursor.name(cursor.u32('len'));
    const source = cursor.u32('stype');
    if (source === 0) throw cursor.error('stype', 0, 'a type');
    const [target, tclass, newType] = [cursor.u32('ttype'), cursor.u32('tclass'), cursor.u32('otype')];
    const key = `${target} ${tclass} ${name}`;
    if (seen.has(`${source} ${key}`)) continue;
    seen.add(`${source} ${key}`);
    const group = groups.get(`${newType} ${key}`);
    if (group === undefined) groups.set(`${newType} ${key}`, { first: { name, target, tclass, newType, offset }, sources: new Set([source - 1]) });
    else group.sources.add(source - 1);
  }
  return [...groups.values()].map(({ first, sources }) => ({ ...first, sources: Ebitmap.of(sources) }));
}

/** u32 keys, then for each u32 length, name, u32 target, class, number of data; each datum is an ebitmap of sources and u32 new type. */
function decodeCompressed(cursor: PolicyCursor): FilenameTransition[] {
  const transitions: FilenameTransition[] = [];
  for (let left = cursor.count('nkeys', COMPRESSED_LENGTH); left > 0; left--) {
    const name = cursor.name(cursor.u32('len'));
    const [target, tclass] = [cursor.u32('ttype'), cursor.u32('tclass')];
    const data = cursor.count('ndatum', COMPRESSED_DATUM_LENGTH);
    if (data === 0) throw cursor.error('ndatum', 0, 'at least 1');
    for (let index = 0; index < data; index++) {
      const { offset } = cursor;
      transitions.push({ name, sources: readEbitmap(cursor, 'stypes'), target, tclass, newType: cursor.u32('otype'), offset });
    }
  }
  return transitions;
}

/** u32 number, then for each u32 source, target, class and a range. */
export function decodeRangeTransitions(cursor: PolicyCursor): RangeTransition[] {
  cursor.section = 'range transitions';
  return Array.from({ length: cursor.count('nel', RANGE_LENGTH) }, () => {
    const { offset } = cursor;
    const [source, target, tclass] = [cursor.u32('source_type'), cursor.u32('target_type'), cursor.u32('target_class')];
    return { source, target, tclass, range: decodeRange(cursor), offset };
  });
}
