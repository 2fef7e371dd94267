import type { SecretKind } from './secret-rule.ts';

/** Of the token that documentation of JSON Web Tokens shows everywhere. */
const EXAMPLE_SUBJECTS = new Set(['1234567890']);

/** Three parts of base64url: header, claims, signature (RFC 7519). `undefined`: no token, or the well-known example. */
export function jsonWebTokenKind(token: string): SecretKind | undefined {
  const [header, claims] = token.split('.', 2).map(decodePart);
  if (typeof header?.['alg'] !== 'string' || header['alg'] === 'none' || claims === undefined) return undefined;
  const { sub, iss } = claims;
  if (typeof sub === 'string' && EXAMPLE_SUBJECTS.has(sub)) return undefined;
  const isServiceAccount =
    'kubernetes.io' in claims || iss === 'kubernetes/serviceaccount' || (typeof sub === 'string' && sub.startsWith('system:serviceaccount:'));
  return isServiceAccount ? 'kubernetes-service-account-token' : 'json-web-token';
}

function decodePart(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
