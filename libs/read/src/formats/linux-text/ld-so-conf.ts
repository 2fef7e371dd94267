import { decodeFileText, splitLines } from './file-text.ts';

/** One line of ld.so.conf. */
export interface LdSoConfEntry {
  readonly line: number;
  /** `include` has patterns of further files, relative to the folder of this one. */
  readonly kind: 'directory' | 'include';
  readonly text: string;
}

/** ldconfig(8), ld.so.conf; glibc elf/ldconfig.c, `parse_conf`: `hwcap` lines, which it ignores, are left out. */
export function parseLdSoConf(bytes: Uint8Array, file: string): readonly LdSoConfEntry[] {
  return splitLines(decodeFileText(bytes, file), file).flatMap(({ number, text }): LdSoConfEntry[] => {
    const words = text.split('#', 1)[0]!.trim();
    const include = /^include[ \t]+(.*)$/.exec(words)?.[1];
    if (words === '' || /^hwcap[ \t]/.test(words)) return [];
    if (include !== undefined) return include.split(/[ \t]+/).map((pattern) => ({ line: number, kind: 'include', text: pattern }));
    return [{ line: number, kind: 'directory', text: directoryOf(words) }];
  });
}

/** What follows a `=` was a kind of C library once; slashes at the end do not count. */
function directoryOf(words: string): string {
  const path = words.split('=', 1)[0]!.trimEnd();
  return path === '/' ? path : path.replace(/\/+$/, '');
}
