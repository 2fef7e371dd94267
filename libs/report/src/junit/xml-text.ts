import { printable } from '../printable.ts';

/** Noncharacters that XML 1.0 forbids, beyond what `printable` escapes. */
const FORBIDDEN = /[\ufffe\uffff]/g;
const MARKUP = /[&<>"']/g;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Text for XML 1.0, in content or between quotes: what is invisible, active or forbidden becomes `\x1b` or `\u{fffe}`, as `printable` shows it. */
export function xmlText(text: string, maxLength?: number): string {
  return printable(text, maxLength)
    .replace(FORBIDDEN, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`)
    .replace(MARKUP, (character) => ENTITIES[character]!);
}

/** ` name="value"` for each attribute, in order; those without a value are left out. */
export function xmlAttributes(attributes: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${xmlText(String(value), MAX_ATTRIBUTE)}"`))
    .join('');
}

const MAX_ATTRIBUTE = 1000;
