import { isNormalPath, simplifyPath } from '../names/unit-path.ts';
import { expandSpecifiers, type SpecifierUnit } from './specifiers.ts';

/** An absolute path with its specifiers replaced; anything else is one that systemd refuses → undefined. */
export function readUnitPath(value: string, unit: SpecifierUnit): string | undefined {
  const text = expandSpecifiers(value, unit)?.text;
  if (text === undefined || !text.startsWith('/') || !text.isWellFormed()) return undefined;
  const path = simplifyPath(text);
  return isNormalPath(path) ? path : undefined;
}
