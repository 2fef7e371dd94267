import { createHash } from 'node:crypto';
import { ReadError } from '@staticfire/read/bytes';
import { parseToml } from '@staticfire/read/formats/toml';
import type { FoundSecret } from '../secrets/found-secret.ts';
import type { LayeredSetting } from './layered-setting.ts';
import { type QuotableLine, quotableLines } from './quotable-lines.ts';
import { resolveSettings } from './resolve-settings.ts';
import { isSecretSetting } from './secret-setting.ts';

/** The settings that a user gives an instance. Secrets are gone from it. */
export interface UserData {
  /** As the user gave it. */
  readonly path: string;
  readonly sha256: string;
  readonly settings: readonly LayeredSetting[];
  /** Those that settings start on, without any that has something of a secret. */
  readonly lines: readonly QuotableLine[];
  /** Keys that no variant knows and values of wrong types: `user.toml:3: settings.kernel.lokdown is not a setting`. Bottlerocket refuses all of a file with one. */
  readonly problems: readonly string[];
  /** Keys, tokens and passwords in the file, where who read it looked for them. */
  readonly secrets?: readonly FoundSecret[];
}

/** User data that is no TOML, or has no settings: `file:line:column: what was expected`. */
export class UserDataError extends Error {
  override readonly name = 'UserDataError';
}

/**
 * User data as Bottlerocket takes it: TOML with a table `settings` (early-boot-config; compressed and multi-part user data must be
 * unpacked before). Throws UserDataError.
 */
export async function parseUserData(bytes: Uint8Array, path: string): Promise<UserData> {
  const found = await parse(bytes, path);
  const settings = found.map((setting): LayeredSetting => {
    const { path: steps, type, value, line } = setting;
    return { path: steps, type, layer: 'user-data', file: path, line, ...(isSecretSetting(setting) ? {} : { value }) };
  });
  const table = settings.find((setting) => setting.path[0] === 'settings');
  if (table === undefined) throw new UserDataError(`${path}:1:1: there is no table [settings]; expected one, such as [settings.kernel]`);
  if (typeof table.path[1] !== 'string' && table.type !== 'table')
    throw new UserDataError(
      `${path}:${table.line}:1: settings is ${table.type === 'array' || table.type === 'integer' ? 'an' : 'a'} ${table.type}, expected a table`,
    );
  const lines = quotableLines(new TextDecoder().decode(bytes), found);
  return { path, sha256: createHash('sha256').update(bytes).digest('hex'), settings, lines, problems: problemsOf(settings) };
}

async function parse(bytes: Uint8Array, path: string) {
  try {
    return await parseToml(bytes, path);
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    throw new UserDataError(`${path}:${placeOf(error)}: ${error.detail.message ?? error.message}; expected TOML`, { cause: error });
  }
}

/** Line and column, as far as the parser tells them. */
function placeOf({ detail }: ReadError): string {
  const line = /^line ([0-9]+)$/.exec(detail.field ?? '')?.[1] ?? '1';
  const { cause } = detail;
  const column = typeof cause === 'object' && cause !== null && 'column' in cause && typeof cause.column === 'number' ? cause.column : 1;
  return `${line}:${column}`;
}

function problemsOf(settings: readonly LayeredSetting[]): string[] {
  const { unknown, wrong } = resolveSettings([], settings);
  const problems = [
    ...unknown.map(({ line, key, file }) => ({ line, text: `${file}:${line}: ${key} is not a setting` })),
    ...wrong.map(({ line, key, file, message }) => ({ line, text: `${file}:${line}: ${key}: ${message}` })),
  ];
  return problems.sort((a, b) => a.line - b.line).map(({ text }) => text);
}
