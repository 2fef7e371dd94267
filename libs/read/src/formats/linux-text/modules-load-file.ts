import { decodeFileText, splitSystemdLines, trimBlanks } from './file-text.ts';

/** One line of a modules-load.d file that is neither blank nor a comment. */
export interface ModulesLoadEntry {
  readonly line: number;
  /** The whole line without blanks around it: a module or an alias. */
  readonly module: string;
}

/** A modules-load.d file as systemd-modules-load reads it (modules-load.d(5); src/modules-load/modules-load.c, `apply_file`). */
export function parseModulesLoadFile(bytes: Uint8Array, file: string): readonly ModulesLoadEntry[] {
  return splitSystemdLines(decodeFileText(bytes, file), file).flatMap(({ number, text }) => {
    const module = trimBlanks(text);
    return module === '' || /^[#;]/.test(module) ? [] : [{ line: number, module }];
  });
}
