import { decodeText, FormatError, LimitError, UnsupportedError } from '../../bytes/index.ts';
import { collectSettings } from './collect-settings.ts';
import { flattenValues } from './flatten-values.ts';
import { type TomlSetting, tomlKey } from './toml-setting.ts';

/** The defaults of a Bottlerocket variant have about 20 KiB. */
const MAX_LENGTH = 512 * 1024;
const MAX_DEPTH = 64;
/** Characters of a line, and of a string over lines: one of the parsers takes them all as arguments of one call. */
const MAX_RUN = 32 * 1024;

/**
 * Every value of a TOML document with its line, in the order of the file. `file` names it in errors.
 * Two parsers read it, one for values and one for lines; that they differ is an UnsupportedError. Both are loaded on first use.
 */
export async function parseToml(bytes: Uint8Array, file: string): Promise<readonly TomlSetting[]> {
  const text = decodeText(bytes, file, MAX_LENGTH).replace(/^\ufeff/, '');
  checkLines(text, file);
  const [values, syntax] = await Promise.all([import('smol-toml'), import('toml-eslint-parser')]);
  const table = attempt(file, () => values.parse(text, { integersAsBigInt: true, useLegacyDate: true, maxDepth: MAX_DEPTH }));
  const known = flattenValues(table, file, MAX_DEPTH);
  const tree = attempt(file, () => syntax.parseTOML(text, { tomlVersion: '1.1' }));
  const settings = collectSettings(tree, file, MAX_DEPTH);
  compare(settings, known, file);
  return settings;
}

function checkLines(text: string, file: string): void {
  const number = text.split('\n').findIndex((line) => line.length > MAX_RUN);
  if (number >= 0) throw new LimitError({ structure: file, field: `line ${number + 1}`, message: `longer than ${MAX_RUN} characters` });
}

/** Both parsers report `line`, and so a mistake of theirs about damaged text is damage, too. */
function attempt<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const line = 'line' in error ? error.line : 'lineNumber' in error ? error.lineNumber : undefined;
    const [message = ''] = error.message.split('\n', 1);
    throw new FormatError({ structure: file, ...(typeof line === 'number' ? { field: `line ${line}` } : {}), message, cause: error });
  }
}

function compare(settings: readonly TomlSetting[], values: ReadonlyMap<string, string>, file: string): void {
  const differing = settings.find((setting) => values.get(JSON.stringify(setting.path)) !== comparable(setting));
  if (differing === undefined && settings.length === values.size) return;
  const place = differing === undefined ? {} : { field: `line ${differing.line}` };
  const what = differing === undefined ? 'the number of values' : tomlKey(differing.path);
  throw new UnsupportedError({ structure: file, ...place, message: `two TOML parsers differ in ${what}` });
}

/** Dates and floats are compared by their type, which is what both parsers tell of them alike. */
function comparable({ type, value }: TomlSetting): string {
  return type === 'date' || type === 'float' ? type : `${type} ${value}`;
}
