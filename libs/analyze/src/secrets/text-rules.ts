import { hasPassword, isBasicAuth, isCredential, isPassword } from './credential-checks.ts';
import { jsonWebTokenKind } from './json-web-token.ts';
import { encodedKeyKind, privateKeyKind } from './private-key.ts';
import type { RuleMatch, SecretKind, SecretRule } from './secret-rule.ts';

const LINE = 1024;
/** A key of 16 384 bits has some 13 000 characters as text. */
const PEM = 16 * 1024;
const TOKEN = 8 * 1024;

const PEM_HEADER = '-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----';
/** Key and value of JSON, YAML, TOML, shell and INI. */
const IS = `["']?[ \\t]{0,8}(?::|=>|=)[ \\t]{0,8}["']?`;

/**
 * Keys and tokens of operating systems, clouds and clusters, which the preset of secretlint lacks, or does not find as they stand in images.
 * Quantifiers that can overlap are bounded, so that time is linear in the text.
 * Forms: RFC 7468 (PEM), RFC 1421 (encrypted PEM), openssh PROTOCOL.key, RFC 7517 and 7519 (JWK, JWT), RFC 7617 (Basic), RFC 3986 (URL);
 * kubernetes bootstrap tokens `[a-z0-9]{6}\.[a-z0-9]{16}`; IAM identifiers' prefixes; wg(8); netrc(5).
 */
export const TEXT_RULES: readonly SecretRule[] = [
  {
    id: 'pem',
    hint: '-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY',
    reach: PEM,
    looks: /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/,
    find: finder(`${PEM_HEADER}(?:\\\\[nr]|[A-Za-z0-9+/=\\s:,"'|\\\\-](?!----)){60,15000}`, privateKeyKind),
  },
  { id: 'pem-in-base64', hint: 'LS0tLS1CRUdJTi', reach: TOKEN, find: finder('LS0tLS1CRUdJTi[A-Za-z0-9+/]{60,8000}={0,2}', encodedKeyKind) },
  {
    id: 'json-web-key',
    hint: '"kty"',
    reach: TOKEN,
    before: TOKEN,
    find: finder('"d"\\s{0,8}:\\s{0,8}"([A-Za-z0-9_-]{42,1400})"', kindWhen('private-key', isCredential)),
  },
  {
    id: 'wireguard',
    hint: 'PrivateKey',
    reach: LINE,
    find: finder(`\\bPrivateKey${IS}([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)`, kindWhen('private-key', isCredential)),
  },
  { id: 'age', hint: 'AGE-SECRET-KEY-1', reach: LINE, find: finder('AGE-SECRET-KEY-1[0-9A-Z]{58}\\b', kindWhen('private-key', isCredential)) },
  {
    id: 'aws-access-key-id',
    hint: 'A[KS]IA(?=[A-Z0-9]{16})',
    reach: LINE,
    find: finder('\\bA[KS]IA[A-Z0-9]{16}\\b', kindWhen('aws-access-key-id', isCredential)),
    looks: /\bA[KS]IA[A-Z0-9]{16}\b/,
  },
  {
    id: 'aws-secret-access-key',
    hint: '[Ss](?:ECRET|ecret)[-_]?[Aa](?:CCESS|ccess)[-_]?[Kk](?:EY|ey)',
    reach: LINE,
    find: finder(`secret[-_]?access[-_]?key${IS}([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])`, kindWhen('aws-secret-access-key', isCredential), 'i'),
  },
  {
    id: 'aws-session-token',
    hint: '[Ss](?:ESSION|ession)[-_]?[Tt](?:OKEN|oken)',
    reach: TOKEN,
    find: finder(`session[-_]?token${IS}([A-Za-z0-9/+]{100,4000}={0,2})`, kindWhen('aws-session-token', isCredential), 'i'),
  },
  {
    id: 'google-api-key',
    hint: 'AIza(?=[\\w-]{35})',
    reach: LINE,
    find: finder('\\bAIza[\\w-]{35}(?![\\w-])', kindWhen('google-credential', isCredential)),
  },
  {
    id: 'google-oauth',
    hint: '(?:ya29\\.|GOCSPX-)(?=[\\w-]{20})',
    reach: TOKEN,
    find: finder('\\b(?:ya29\\.[\\w-]{40,2000}|GOCSPX-[\\w-]{28})(?![\\w-])', kindWhen('google-credential', isCredential)),
  },
  {
    id: 'azure-shared-key',
    hint: '(?:Account|SharedAccess)Key=',
    reach: LINE,
    find: finder('\\b(?:AccountKey=([A-Za-z0-9+/]{86}==)|SharedAccessKey=([A-Za-z0-9+/]{43}=))', kindWhen('azure-credential', isCredential)),
  },
  {
    id: 'azure-client-secret',
    hint: '\\dQ~(?=[\\w~.-]{31})',
    reach: LINE,
    before: 4,
    find: finder('(?<![\\w~.-])[\\w~.-]{3}\\dQ~[\\w~.-]{31,34}(?![\\w~.-])', kindWhen('azure-credential', isCredential)),
  },
  {
    id: 'json-web-token',
    hint: '(?<![\\w-])eyJ(?=[\\w-]{8,2000}\\.eyJ)',
    reach: TOKEN,
    find: finder('(?<![\\w-])eyJ[\\w-]{8,2000}\\.eyJ[\\w-]{8,4000}\\.[\\w-]{20,1400}', jsonWebTokenKind),
    looks: /(?<![\w-])eyJ[\w-]{8,2000}\.eyJ/,
  },
  {
    id: 'kubernetes-bootstrap-token',
    hint: `oken(?=(?:${IS}| )[a-z0-9]{6}\\.[a-z0-9]{16})`,
    reach: LINE,
    find: finder(`oken(?:${IS}| )([a-z0-9]{6}\\.[a-z0-9]{16})(?![\\w.-])`, kindWhen('kubernetes-bootstrap-token', isCredential)),
  },
  {
    id: 'registry-auth',
    hint: `auth(?=${IS}[A-Za-z0-9+/]{8})`,
    reach: TOKEN,
    find: finder(`\\bauth${IS}([A-Za-z0-9+/]{8,4000}={0,2})["'\\s]`, kindWhen('registry-auth', isBasicAuth)),
  },
  {
    id: 'registry-identity-token',
    hint: 'identitytoken',
    reach: TOKEN,
    find: finder(`\\bidentitytoken${IS}([\\w.+/=-]{20,4000})["'\\s]`, kindWhen('registry-auth', isCredential)),
  },
  {
    id: 'url-password',
    hint: ':\\/\\/(?=[^\\s:@/"\'<>]{1,64}:[^\\s:@/"\'<>]{3,128}@)',
    reach: LINE,
    before: 21,
    find: finder('[a-z][a-z0-9+.-]{1,20}:\\/\\/[^\\s:@/"\'<>]{1,64}:[^\\s:@/"\'<>]{3,128}@[\\w.-]{1,255}', kindWhen('url-password', hasPassword), 'i'),
  },
  {
    id: 'basic-authorization',
    hint: '[Aa]uthorization.{1,4}[Bb]asic ',
    reach: TOKEN,
    find: finder('authorization.{1,4}basic ([A-Za-z0-9+/]{8,2000}={0,2})', kindWhen('authorization-header', isBasicAuth), 'i'),
  },
  {
    id: 'bearer-authorization',
    hint: '[Aa]uthorization.{1,4}[Bb]earer ',
    reach: TOKEN,
    find: finder('authorization.{1,4}bearer ([\\w.~+/-]{24,4000}=?)(?![\\w.~+/=-])', kindWhen('authorization-header', isCredential), 'i'),
  },
  {
    id: 'sendgrid',
    hint: 'SG\\.(?=[\\w-]{22}\\.)',
    reach: LINE,
    find: finder('\\bSG\\.[\\w-]{22}\\.[\\w-]{43}(?![\\w-])', kindWhen('service-token', isCredential)),
  },
  {
    id: 'netrc',
    hint: 'machine[ \\t]{1,8}[\\w.-]{1,255}\\s{1,8}login\\s',
    reach: LINE,
    find: finder(
      '\\bmachine[ \\t]{1,8}[\\w.-]{1,255}\\s{1,8}login\\s{1,8}\\S{1,128}\\s{1,8}password\\s{1,8}([^\\s"\']{4,256})',
      kindWhen('netrc-password', isPassword),
    ),
  },
];

/** What a match is; `undefined`: a placeholder, or something else. */
type Decide = (secret: string, match: string) => SecretKind | undefined;

/** Matches of an expression; the secret is what its first group that took part captured, else the whole. */
function finder(source: string, decide: Decide, flags = ''): SecretRule['find'] {
  const expression = new RegExp(source, `dg${flags}`);
  return (part) =>
    [...part.matchAll(expression)].flatMap((match): readonly RuleMatch[] => {
      const [start, end] = match.indices!.find((range, group) => group > 0 && range !== undefined) ?? match.indices![0]!;
      const kind = decide(part.slice(start, end), match[0]);
      return kind === undefined ? [] : [{ kind, index: start, length: end - start }];
    });
}

function kindWhen(kind: SecretKind, holds: (secret: string, match: string) => boolean): Decide {
  return (secret, match) => (holds(secret, match) ? kind : undefined);
}
