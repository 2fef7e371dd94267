import type { PolicyCursor } from '../policy-cursor.ts';
import { readSymbolTable, type SymbolTable } from '../symbol-table.ts';
import type { SelinuxClass, SelinuxCommon, SelinuxDefaults, SelinuxPermission } from '../symbols.ts';
import { countConstraints, decodeConstraints } from './decode-constraints.ts';

const VERSION_DEFAULTS = 27;
const VERSION_DEFAULT_TYPE = 28;
/** An access vector has 32 bits. */
const MAX_PERMISSIONS = 32;
const COMMON_LENGTH = 17;
const CLASS_LENGTH = 29;
const PERMISSION_LENGTH = 9;

/** u32 length, value, highest permission, permissions; name; permissions. */
export function decodeCommons(cursor: PolicyCursor): SymbolTable<SelinuxCommon> {
  return readSymbolTable(cursor, 'commons', COMMON_LENGTH, () => {
    const { offset } = cursor;
    const length = cursor.u32('len');
    const value = cursor.u32('value');
    const { permissionCount, records } = readPermissionCounts(cursor);
    return { name: cursor.name(length), value, isAlias: false, permissionCount, permissions: readPermissions(cursor, records, permissionCount), offset };
  });
}

/** u32 length, length of the common's name, value, highest permission, permissions, constraints; names; then each of them, and defaults. */
export function decodeClasses(cursor: PolicyCursor, version: number, commons: SymbolTable<SelinuxCommon>): SymbolTable<SelinuxClass> {
  return readSymbolTable(cursor, 'classes', CLASS_LENGTH, () => {
    const { offset } = cursor;
    const length = cursor.u32('len');
    const commonLength = cursor.u32('len of the common');
    const value = cursor.u32('value');
    const { permissionCount, records } = readPermissionCounts(cursor);
    const constraintCount = countConstraints(cursor, 'ncons');
    const name = cursor.name(length);
    const common = commonLength === 0 ? undefined : readCommon(cursor, commonLength, commons);
    const permissions = readPermissions(cursor, records, permissionCount);
    const constraints = decodeConstraints(cursor, version, constraintCount);
    const validateTransitions = decodeConstraints(cursor, version, countConstraints(cursor, 'nvalidatetrans'));
    const permissionNames = namesByBit(common, permissions);
    const own = { permissionCount, permissions, permissionNames, constraints, validateTransitions, defaults: readDefaults(cursor, version) };
    return { name, value, isAlias: false, common: common?.name, ...own, offset };
  });
}

function readPermissionCounts(cursor: PolicyCursor): { readonly permissionCount: number; readonly records: number } {
  const permissionCount = cursor.u32('permissions nprim');
  if (permissionCount > MAX_PERMISSIONS) throw cursor.error('permissions nprim', permissionCount, `at most ${MAX_PERMISSIONS}`);
  const records = cursor.u32('permissions nel');
  if (records > MAX_PERMISSIONS) throw cursor.error('permissions nel', records, `at most ${MAX_PERMISSIONS}`);
  return { permissionCount, records };
}

function readPermissions(cursor: PolicyCursor, count: number, highest: number): SelinuxPermission[] {
  if (count * PERMISSION_LENGTH > cursor.remaining) throw cursor.error('permissions', count, 'as many as there are bytes for');
  return Array.from({ length: count }, () => {
    const length = cursor.u32('permission len');
    const value = cursor.u32('permission value');
    if (value < 1 || value > highest) throw cursor.error('permission value', value, `1 to ${highest}`);
    return { name: cursor.name(length, 'permission name'), value };
  });
}

function readCommon(cursor: PolicyCursor, length: number, commons: SymbolTable<SelinuxCommon>): SelinuxCommon {
  const name = cursor.name(length, 'common');
  const common = commons.get(name);
  if (common === undefined) throw cursor.error('common', JSON.stringify(name), 'the name of a common');
  return common;
}

function namesByBit(common: SelinuxCommon | undefined, own: readonly SelinuxPermission[]): (string | undefined)[] {
  const names: (string | undefined)[] = [];
  for (const { name, value } of [...(common?.permissions ?? []), ...own]) names[value - 1] = name;
  return Array.from(names);
}

function readDefaults(cursor: PolicyCursor, version: number): SelinuxDefaults {
  if (version < VERSION_DEFAULTS) return { user: 0, role: 0, type: 0, range: 0 };
  const user = cursor.u32('default_user');
  const role = cursor.u32('default_role');
  const range = cursor.u32('default_range');
  return { user, role, type: version < VERSION_DEFAULT_TYPE ? 0 : cursor.u32('default_type'), range };
}
