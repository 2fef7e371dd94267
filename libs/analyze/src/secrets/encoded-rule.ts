import type { RuleMatch, SecretKind, SecretRule } from './secret-rule.ts';

/** The shortest text that is looked into; the longest is what user data of 64 KiB take. */
const MIN_LENGTH = 64;
const MAX_LENGTH = 96 * 1024;
const HEAD_LENGTH = 64;
/** What tokens and keys begin with that have rules of their own: no hint may hide theirs. */
const OTHERS = 'eyJ[\\w-]{8,2000}\\.eyJ|LS0tLS1CRUdJTi';
const ENCODED = new RegExp(`(?<=["'=: ])[A-Za-z0-9+/]{${MIN_LENGTH},${MAX_LENGTH}}={0,2}`, 'g');

/**
 * Texts in base64 in which `kindIn` finds a secret, as wholes: data of a Kubernetes Secret, credentials and user data in settings, kubeconfig.
 * They stand behind a quote, a colon, an equals sign or a space. What is in base64 in them is not looked into again.
 */
export function encodedRule(kindIn: (text: string) => SecretKind | undefined): SecretRule {
  const find = (part: string): readonly RuleMatch[] =>
    [...part.matchAll(ENCODED)].flatMap(({ 0: encoded, index }) => {
      const kind = isText(encoded) ? kindIn(decode(encoded)) : undefined;
      return kind === undefined ? [] : [{ kind, index, length: encoded.length }];
    });
  return { id: 'base64', hint: `["'=: ](?!${OTHERS})[A-Za-z0-9+/]{${MIN_LENGTH},${MAX_LENGTH}}`, reach: 2, find };
}

function isText(encoded: string): boolean {
  return /^[\t\r\n\x20-\x7e]*$/.test(decode(encoded.slice(0, HEAD_LENGTH)));
}

function decode(encoded: string): string {
  return Buffer.from(encoded, 'base64').toString('latin1');
}
