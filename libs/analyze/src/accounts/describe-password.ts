/** Whether a password opens an account. */
export const passwordStates = ['empty', 'hash', 'locked-hash', 'locked', 'none'] as const;

export type PasswordState = (typeof passwordStates)[number];

/** A password field told without what it says. */
export interface PasswordDescription {
  /** `none`: nothing is looked up; `locked-hash`: no password matches, but the hash of one is behind the lock. */
  readonly state: PasswordState;
  /** Of a hash. */
  readonly scheme?: string;
}

/** crypt(5) of libxcrypt; the first that fits. */
const SCHEMES: readonly { readonly scheme: string; readonly pattern: RegExp }[] = [
  { scheme: 'yescrypt', pattern: /^\$y\$./ },
  { scheme: 'gost-yescrypt', pattern: /^\$gy\$./ },
  { scheme: 'scrypt', pattern: /^\$7\$./ },
  { scheme: 'bcrypt', pattern: /^\$2[abxy]\$[0-9]{2}\$./ },
  { scheme: 'sha512', pattern: /^\$6\$./ },
  { scheme: 'sha256', pattern: /^\$5\$./ },
  { scheme: 'sha1', pattern: /^\$sha1\$./ },
  { scheme: 'sun-md5', pattern: /^\$md5[,$]./ },
  { scheme: 'md5', pattern: /^\$1\$./ },
  { scheme: 'nt', pattern: /^\$3\$./ },
  { scheme: 'unknown', pattern: /^\$[A-Za-z0-9,=-]+\$./ },
  { scheme: 'bsdi-des', pattern: /^_[./0-9A-Za-z]{19}$/ },
  { scheme: 'des', pattern: /^[./0-9A-Za-z]{13}$/ },
];

/** passwd(5), shadow(5): nothing in the field lets everyone in; what is no hash lets nobody in. */
export function describePassword(field: string): PasswordDescription {
  if (field === '') return { state: 'empty' };
  const scheme = schemeOf(field);
  if (scheme !== undefined) return { state: 'hash', scheme };
  const locked = /^[!*]+/.exec(field)?.[0];
  const behind = locked === undefined ? undefined : schemeOf(field.slice(locked.length));
  return behind === undefined ? { state: 'locked' } : { state: 'locked-hash', scheme: behind };
}

function schemeOf(field: string): string | undefined {
  return SCHEMES.find(({ pattern }) => pattern.test(field))?.scheme;
}
