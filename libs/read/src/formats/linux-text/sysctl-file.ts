import { decodeFileText, splitSystemdLines, trimBlanks } from './file-text.ts';

/** One line of a sysctl.d file that is neither blank nor a comment. */
export interface SysctlEntry {
  readonly line: number;
  /** `set` writes a value; `exclude` (`-key`) keeps globs off the key; `ignored` is a line that systemd-sysctl skips: no assignment, or a path with `..`. */
  readonly kind: 'set' | 'exclude' | 'ignored';
  /** With dots between its parts, whatever the file uses: `net.ipv4.conf.eth0/1.forwarding`. Of ignored lines the whole line. */
  readonly key: string;
  readonly value?: string;
  /** A `-` before the key: a failure to write does not matter. */
  readonly ignoreFailure: boolean;
  /** The key holds `*`, `?` or `[` and stands for every key that fits. */
  readonly glob: boolean;
}

/** A sysctl.d file as systemd-sysctl reads it (sysctl.d(5); src/sysctl/sysctl.c, `parse_file`). */
export function parseSysctlFile(bytes: Uint8Array, file: string): readonly SysctlEntry[] {
  return splitSystemdLines(decodeFileText(bytes, file), file).flatMap(({ number, text }) => {
    const line = trimBlanks(text);
    return line === '' || line.startsWith('#') || line.startsWith(';') ? [] : [parseLine(line, number)];
  });
}

function parseLine(line: string, number: number): SysctlEntry {
  const minus = line.startsWith('-');
  const assign = line.indexOf('=');
  if (assign < 0 && !minus) return { line: number, kind: 'ignored', key: line, ignoreFailure: false, glob: false };
  const key = normalizeKey(trimBlanks(line.slice(minus ? 1 : 0, assign < 0 ? undefined : assign)));
  const glob = /[*?[]/.test(key);
  if (assign >= 0 && /(?:^|\.)\/\/(?:\.|$)/.test(key)) return { line: number, kind: 'ignored', key: line, ignoreFailure: false, glob: false };
  if (assign < 0) return { line: number, kind: 'exclude', key, ignoreFailure: false, glob };
  return { line: number, kind: 'set', key, value: trimBlanks(line.slice(assign + 1)), ignoreFailure: minus, glob };
}

/**
 * Dotted form. The first separator tells which of the two is in use: a slash leaves slashes as separators and dots as part of a name,
 * a dot means the reverse (src/shared/sysctl-util.c, `sysctl_normalize`).
 */
function normalizeKey(key: string): string {
  const slashed = /^[^/.]*\./.test(key) ? swapSeparators(key) : key;
  const parts = slashed.split('/').filter((part) => part !== '' && part !== '.');
  return swapSeparators(parts.join('/'));
}

function swapSeparators(key: string): string {
  return key.replaceAll(/[/.]/g, (separator) => (separator === '.' ? '/' : '.'));
}
