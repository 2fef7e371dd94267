import type { TomlSetting } from '@staticfire/read/formats/toml';
import { looksSecret } from '../secrets/looks-secret.ts';

/** Parts of a key, between its hyphens, that name secrets. */
const SECRET_WORDS = new Set(['password', 'passwd', 'passphrase', 'secret', 'secrets', 'token', 'tokens', 'identitytoken', 'apikey', 'credentials']);
/** Keys that hold secrets or may. */
const SECRET_KEYS = new Set(['auth', 'user-data', 'psk']);
/** Tables that describe settings and never hold their values. */
const DESCRIBING = new Set(['metadata', 'services', 'configuration-files']);

/** Whether a value looks like a private key, a token or a password: by its key, or by itself. */
export function isSecretSetting({ path, type, value }: Pick<TomlSetting, 'path' | 'type' | 'value'>): boolean {
  if (type !== 'string' && type !== 'integer' && type !== 'float') return false;
  if (looksSecret(value)) return true;
  const names = path.filter((step) => typeof step === 'string').map((step) => step.toLowerCase());
  if (value === '' || DESCRIBING.has(names[0] ?? '')) return false;
  return names.some((name) => SECRET_KEYS.has(name) || wordsOf(name).some((word) => SECRET_WORDS.has(word))) || wordsOf(names.at(-1) ?? '').at(-1) === 'key';
}

/** Whether a comment may hold what a setting would be redacted for: nothing but its words can be looked at. */
export function mayNameSecret(comment: string): boolean {
  return comment
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .some((word) => SECRET_WORDS.has(word) || SECRET_KEYS.has(word) || word === 'key' || word === 'bearer');
}

function wordsOf(name: string): readonly string[] {
  return name.split(/[-_.]/);
}
