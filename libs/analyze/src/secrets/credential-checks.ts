/** Words in whose place a user puts a secret. */
const PLACEHOLDER = /example|placeholder|changeme|change_me|redacted|dummy|sample|your[-_]|x{5}|\*{3}|\.{3}|0123456789abcdef|1234567890/i;
/** What templates, shells and printf fill in. */
const TEMPLATE = /[{}$%<>[\]()`\\^|]/;
const COMMON_PASSWORDS =
  /^(?:p|pw|pass|passw|passwd|password|pwd|secret|token|qwerty|letmein|foo|bar|baz|foobar|test|user|username|string|none|null|proxypass|abc|123|1234|12345|123456)$/i;
/** RFC 2606 and 6761, and hosts that documentation calls so. */
const DOCUMENTATION_HOST =
  /@(?:[\w-]+\.)*(?:example(?:\.(?:com|org|net|edu))?|[\w-]+\.(?:test|invalid)|host|hostname|server|foo|bar|foo\.\w+|bar\.\w+)(?:$|[^\w.-])/i;

/** Has a third as many different characters as it has, or 16. */
export function isVaried(text: string): boolean {
  const head = text.slice(0, 256);
  return new Set(head).size >= Math.min(16, Math.ceil(head.length / 3));
}

/** Neither a placeholder nor one character again and again. */
export function isCredential(text: string): boolean {
  return isVaried(text) && !PLACEHOLDER.test(text.slice(0, 256));
}

/** base64 of `user:password`. */
export function isBasicAuth(encoded: string): boolean {
  const text = Buffer.from(encoded, 'base64').toString('latin1');
  const colon = text.indexOf(':');
  return colon > 0 && /^[\x20-\x7e]+$/.test(text) && isPassword(text.slice(colon + 1));
}

/** A URL with a password that is none of those of documentation, for a host that may exist. */
export function hasPassword(url: string): boolean {
  const [, password = ''] = /:\/\/[^:]*:([^@]*)@/.exec(url) ?? [];
  return isPassword(password) && !DOCUMENTATION_HOST.test(url);
}

/** A password that neither documentation nor a template would have in its place. */
export function isPassword(text: string): boolean {
  return text.length >= 3 && !COMMON_PASSWORDS.test(text) && !TEMPLATE.test(text) && !PLACEHOLDER.test(text) && new Set(text).size > 2;
}
