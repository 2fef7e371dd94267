import { readEbitmap } from '../ebitmap.ts';
import type { PolicyCursor } from '../policy-cursor.ts';
import { readSymbolTable, type SymbolTable } from '../symbol-table.ts';
import type { SelinuxRole, SelinuxType, SelinuxUser } from '../symbols.ts';
import { decodeLevel, decodeRange } from './decode-level.ts';

const ROLE_LENGTH = 12 + 1 + 12 + 12;
const TYPE_LENGTH = 16 + 1;
const USER_LENGTH = 12 + 1 + 12 + 20 + 16;
const PROPERTIES = { primary: 1, attribute: 2 };
const PROPERTIES_KNOWN = 3;

/** u32 length, value, bounds; name; ebitmap roles it dominates; ebitmap types. */
export function decodeRoles(cursor: PolicyCursor): SymbolTable<SelinuxRole> {
  return readSymbolTable(cursor, 'roles', ROLE_LENGTH, () => {
    const { offset } = cursor;
    const length = cursor.u32('len');
    const value = cursor.u32('value');
    const bounds = cursor.u32('bounds');
    const name = cursor.name(length);
    return { name, value, isAlias: false, bounds, dominates: readEbitmap(cursor, 'dominates'), types: readEbitmap(cursor, 'types'), offset };
  });
}

/** u32 length, value, properties (1 primary, 2 attribute), bounds; name. */
export function decodeTypes(cursor: PolicyCursor): SymbolTable<SelinuxType> {
  return readSymbolTable(cursor, 'types', TYPE_LENGTH, () => {
    const { offset } = cursor;
    const length = cursor.u32('len');
    const value = cursor.u32('value');
    const properties = cursor.u32('properties');
    if ((properties & ~PROPERTIES_KNOWN) !== 0) throw cursor.error('properties', properties, 'primary (1) and attribute (2)');
    const bounds = cursor.u32('bounds');
    const isAttribute = (properties & PROPERTIES.attribute) !== 0;
    return { name: cursor.name(length), value, isAlias: (properties & PROPERTIES.primary) === 0, isAttribute, bounds, offset };
  });
}

/** u32 length, value, bounds; name; ebitmap roles; range; default level. */
export function decodeUsers(cursor: PolicyCursor): SymbolTable<SelinuxUser> {
  return readSymbolTable(cursor, 'users', USER_LENGTH, () => {
    const { offset } = cursor;
    const length = cursor.u32('len');
    const value = cursor.u32('value');
    const bounds = cursor.u32('bounds');
    const name = cursor.name(length);
    const roles = readEbitmap(cursor, 'roles');
    return { name, value, isAlias: false, bounds, roles, range: decodeRange(cursor), defaultLevel: decodeLevel(cursor, 'default level'), offset };
  });
}
