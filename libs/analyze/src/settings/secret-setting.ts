import type { TomlSetting } from '@staticfire/read/formats/toml';

/** Parts of a key, between its hyphens, that name secrets. */
const SECRET_WORDS = new Set(['password', 'passwd', 'passphrase', 'secret', 'secrets', 'token', 'tokens', 'identitytoken', 'apikey', 'credentials']);
/** Keys that hold secrets or may. */
const SECRET_KEYS = new Set(['auth', 'user-data', 'psk']);
/** Tables that describe settings and never hold their values. */
const DESCRIBING = new Set(['metadata', 'services', 'configuration-files']);
const SECRET_TEXT = /-----BEGIN [A-Z ]*PRIVATE KEY-----|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}|\beyJ[A-Za-z0-9_-]{8,}\.eyJ/;

/** Whether a value looks like a private key, a token or a password: by its key, or by itself. */
export function isSecretSetting({ path, type, value }: TomlSetting): boolean {
  if (type !== 'string' && type !== 'integer' && type !== 'float') return false;
  if (SECRET_TEXT.test(value)) return true;
  const names = path.filter((step) => typeof step === 'string').map((step) => step.toLowerCase());
  if (value === '' || DESCRIBING.has(names[0] ?? '')) return false;
  return names.some((name) => SECRET_KEYS.has(name) || wordsOf(name).some((word) => SECRET_WORDS.has(word))) || wordsOf(names.at(-1) ?? '').at(-1) === 'key';
}

function wordsOf(name: string): readonly string[] {
  return name.split(/[-_.]/);
}
