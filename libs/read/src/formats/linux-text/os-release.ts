export interface OsReleaseField {
  readonly key: string;
  readonly value: string;
}

/** The assignments of an os-release file in order (os-release(5)); comments and lines that assign nothing are skipped. */
export function parseOsRelease(text: string): readonly OsReleaseField[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*([A-Za-z_][A-Za-z0-9_]*)=(.*?)\s*$/.exec(line);
    return match === null ? [] : [{ key: match[1]!, value: unquote(match[2]!) }];
  });
}

/** Shell quoting as os-release allows it: one quoted or bare word, backslash before $, ", \ and `. */
function unquote(raw: string): string {
  if (raw.startsWith("'")) return raw.slice(1, raw.endsWith("'") && raw.length > 1 ? -1 : undefined);
  if (!raw.startsWith('"')) return raw.replaceAll(/\\(.)/g, '$1');
  return raw.slice(1, raw.endsWith('"') && raw.length > 1 ? -1 : undefined).replaceAll(/\\([$"\\`])/g, '$1');
}
