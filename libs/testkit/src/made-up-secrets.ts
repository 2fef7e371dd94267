const DIGITS = '0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const ALPHANUMERIC = UPPER + LOWER + DIGITS;

/** Alphabets of keys and tokens. */
export const ALPHABETS = {
  digits: DIGITS,
  hexDigits: '0123456789abcdef',
  lower: LOWER,
  upper: UPPER,
  letters: UPPER + LOWER,
  lowerAndDigits: LOWER + DIGITS,
  upperAndDigits: UPPER + DIGITS,
  alphanumeric: ALPHANUMERIC,
  base64: `${ALPHANUMERIC}+/`,
  base64url: `${ALPHANUMERIC}-_`,
} as const;

/** Characters that look random and are the same in every run. Secrets for tests are made of them, so that no file of this repository has one. */
export function madeUp(alphabet: keyof typeof ALPHABETS, length: number): string {
  const characters = ALPHABETS[alphabet];
  let state = 1;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return characters[(state >>> 8) % characters.length]!;
  }).join('');
}

/** A JSON web token with the signature of nobody. */
export function madeUpJwt(claims: object, header: object = { alg: 'RS256', kid: 'a' }): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return [part(header), part(claims), madeUp('base64url', 342)].join('.');
}

/** PEM with the look of a key of 2048 bits in PKCS #8. */
export function madeUpPem(): string {
  const lines = `MIIEvQIBADANBgkqhkiG9w0BAQEFAASC${madeUp('base64', 1592)}`.replaceAll(/.{64}/g, '$&\n').trimEnd();
  return `-----BEGIN ${'PRIVATE'} KEY-----\n${lines}\n-----END ${'PRIVATE'} KEY-----\n`;
}

export function madeUpAccessKey(): string {
  return `AKIA${madeUp('upperAndDigits', 16)}`;
}
