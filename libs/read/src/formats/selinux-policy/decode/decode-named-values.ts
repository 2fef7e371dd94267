import type { PolicyCursor } from '../policy-cursor.ts';
import { readSymbolTable, type SymbolTable } from '../symbol-table.ts';
import type { SelinuxBoolean, SelinuxCategory, SelinuxSensitivity } from '../symbols.ts';
import { decodeLevel } from './decode-level.ts';

const NAMED_VALUE_LENGTH = 12 + 1;
const SENSITIVITY_LENGTH = 8 + 1 + 16;

/** u32 value, state, length; name. */
export function decodeBooleans(cursor: PolicyCursor): SymbolTable<SelinuxBoolean> {
  return readSymbolTable(cursor, 'booleans', NAMED_VALUE_LENGTH, () => {
    const { offset } = cursor;
    const value = cursor.u32('value');
    const state = cursor.u32('state');
    return { name: cursor.name(cursor.u32('len')), value, isAlias: false, state, offset };
  });
}

/** u32 length, alias; name; level, whose sensitivity is the value. */
export function decodeSensitivities(cursor: PolicyCursor): SymbolTable<SelinuxSensitivity> {
  return readSymbolTable(cursor, 'levels', SENSITIVITY_LENGTH, () => {
    const { offset } = cursor;
    const length = cursor.u32('len');
    const isAlias = readAlias(cursor);
    const name = cursor.name(length);
    const { sensitivity, categories } = decodeLevel(cursor, 'level');
    return { name, value: sensitivity, isAlias, categories, offset };
  });
}

/** u32 length, value, alias; name. */
export function decodeCategories(cursor: PolicyCursor): SymbolTable<SelinuxCategory> {
  return readSymbolTable(cursor, 'categories', NAMED_VALUE_LENGTH, () => {
    const { offset } = cursor;
    const length = cursor.u32('len');
    const value = cursor.u32('value');
    const isAlias = readAlias(cursor);
    return { name: cursor.name(length), value, isAlias, offset };
  });
}

function readAlias(cursor: PolicyCursor): boolean {
  const isAlias = cursor.u32('isalias');
  if (isAlias > 1) throw cursor.error('isalias', isAlias, '0 or 1');
  return isAlias === 1;
}
