import { readEbitmap } from '../ebitmap.ts';
import type { PolicyCursor } from '../policy-cursor.ts';
import type { MlsLevel, MlsRange, SecurityContext } from '../security-context.ts';

/** u32 sensitivity, ebitmap categories. */
export function decodeLevel(cursor: PolicyCursor, field: string): MlsLevel {
  return { sensitivity: cursor.u32(`${field} sensitivity`), categories: readEbitmap(cursor, `${field} categories`) };
}

/** u32 levels (1 or 2), a sensitivity for each, then categories for each. One level is both ends. */
export function decodeRange(cursor: PolicyCursor): MlsRange {
  const levels = cursor.u32('range items');
  if (levels !== 1 && levels !== 2) throw cursor.error('range items', levels, '1 or 2');
  const lowSensitivity = cursor.u32('low sensitivity');
  const highSensitivity = levels === 2 ? cursor.u32('high sensitivity') : lowSensitivity;
  const low = { sensitivity: lowSensitivity, categories: readEbitmap(cursor, 'low categories') };
  return { low, high: levels === 2 ? { sensitivity: highSensitivity, categories: readEbitmap(cursor, 'high categories') } : low };
}

/** u32 user, u32 role, u32 type, range. */
export function decodeContext(cursor: PolicyCursor): SecurityContext {
  const { offset } = cursor;
  return { user: cursor.u32('context user'), role: cursor.u32('context role'), type: cursor.u32('context type'), range: decodeRange(cursor), offset };
}

/** The shortest context: three values and a range of one level. */
export const CONTEXT_LENGTH = 12 + 8 + 12;
