import { isVaried } from './credential-checks.ts';
import type { SecretKind } from './secret-rule.ts';

/** In base64: what begins a DER sequence longer than 127 bytes, `30 81`, `30 82` or, of short keys, `30 2e` and the like. */
const DER = /^M[A-Z]/;
/** In base64: `openssh-key-v1\0`, and with it the name of the cipher `none`. */
const OPENSSH = 'b3BlbnNzaC1rZXktdjE';
const OPENSSH_PLAIN = 'b3BlbnNzaC1rZXktdjEAAAAABG5vbmU';
const HEADER = /^-----BEGIN ([A-Z0-9 ]*?) ?PRIVATE KEY(?: BLOCK)?-----/;
/** Of Ed25519 in PKCS #8, the shortest key there is. */
const MIN_LENGTH = 60;

/** What a PEM text from its header on is; `undefined` where what follows is no key but an ellipsis or a public example's remains. */
export function privateKeyKind(text: string): SecretKind | undefined {
  const header = HEADER.exec(text);
  if (header === null) return undefined;
  const label = header[1]!;
  const rest = text.slice(header[0].length).replaceAll(/\\[nr]/g, '\n');
  const isEncrypted = label.startsWith('ENCRYPTED') || /Proc-Type: ?4,ENCRYPTED/.test(rest.slice(0, 200));
  const body = rest.replaceAll(/^[\s"'|]*[A-Za-z-]{1,30}: .*$/gm, '').replaceAll(/[^A-Za-z0-9+/]/g, '');
  if (body.length < MIN_LENGTH || !isVaried(body)) return undefined;
  if (isEncrypted) return 'encrypted-private-key';
  if (body.startsWith(OPENSSH)) return body.startsWith(OPENSSH_PLAIN) ? 'private-key' : 'encrypted-private-key';
  if (label.startsWith('PGP')) return 'private-key';
  return DER.test(body) ? 'private-key' : undefined;
}

/** PEM that stands in base64, as kubeconfig has it in client-key-data. */
export function encodedKeyKind(text: string): SecretKind | undefined {
  return privateKeyKind(Buffer.from(text, 'base64').toString('latin1'));
}
