import { decodeFileText, lineError, splitLines } from './file-text.ts';

export interface SelinuxConfig {
  /** Absent: no line that libselinux takes. */
  readonly mode?: 'enforcing' | 'permissive' | 'disabled';
  /** SELINUXTYPE: the folder of the policy. */
  readonly policyType?: string;
  /** Every line that is neither blank nor a comment. */
  readonly lines: readonly { readonly line: number; readonly text: string }[];
}

const MODES = ['enforcing', 'permissive', 'disabled'] as const;
const TYPE_TAG = 'SELINUXTYPE=';
/** libselinux reads at most a page less one byte at once; the rest would be a line of its own. */
const MAX_LINE = 4095;

/**
 * /etc/selinux/config as libselinux reads it (src/selinux_config.c): the mode is that of the first line that starts, without blanks before
 * it, with `SELINUX=` and a known word in any case, whatever follows the word; the last SELINUXTYPE counts, where blanks may come first.
 */
export function parseSelinuxConfig(bytes: Uint8Array, file: string): SelinuxConfig {
  const all = splitLines(decodeFileText(bytes, file), file).map(({ number, text }) => ({ number, text: text.split('\0', 1)[0]! }));
  for (const { number, text } of all) if (text.length > MAX_LINE) throw lineError(file, number, `longer than ${MAX_LINE} characters`);
  const mode = all.map(({ text }) => modeOf(text)).find((found) => found !== undefined);
  const policyType = all.map(({ text }) => policyTypeOf(text)).findLast((found) => found !== undefined);
  const lines = all.filter(({ text }) => !/^\s*(?:#|$)/.test(text)).map(({ number, text }) => ({ line: number, text }));
  return { ...(mode === undefined ? {} : { mode }), ...(policyType === undefined ? {} : { policyType }), lines };
}

function modeOf(text: string): SelinuxConfig['mode'] {
  const value = /^SELINUX=[ \t\v\f\r]*(.*)$/s.exec(text)?.[1]?.toLowerCase();
  return value === undefined ? undefined : MODES.find((mode) => value.startsWith(mode));
}

function policyTypeOf(text: string): string | undefined {
  const line = text.replace(/^[ \t\v\f\r]+/, '');
  if (line.slice(0, TYPE_TAG.length).toUpperCase() !== TYPE_TAG) return undefined;
  return line
    .slice(TYPE_TAG.length)
    .replace(/^[ \t\v\f\r]+/, '')
    .replace(/(?<![\x00-\x20\x7f])[\x00-\x20\x7f]+$/, '');
}
