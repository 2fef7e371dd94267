export const SECRET_KINDS = [
  'private-key',
  'encrypted-private-key',
  'aws-access-key-id',
  'aws-secret-access-key',
  'aws-session-token',
  'google-credential',
  'azure-credential',
  'kubernetes-service-account-token',
  'kubernetes-bootstrap-token',
  'json-web-token',
  'registry-auth',
  'url-password',
  'authorization-header',
  'netrc-password',
  'service-token',
] as const;

export type SecretKind = (typeof SECRET_KINDS)[number];

/** A place in a text. */
export interface Range {
  /** Inclusive, in characters, which are bytes: texts are decoded as Latin-1. */
  readonly index: number;
  readonly length: number;
}

export interface RuleMatch extends Range {
  readonly kind: SecretKind;
}

/** What finds one form of a secret. */
export interface SecretRule {
  /** `private-key`, `github`: stable, for people and for exceptions. */
  readonly id: string;
  /**
   * Where it is worth looking: the source of an expression that begins with a literal and reads a bounded number of characters, without groups
   * that capture. Every match of the rule has one in it or near it.
   */
  readonly hint: string;
  /** Characters behind the hint that the rule is shown, too. */
  readonly reach: number;
  /** Characters before the hint that it is shown, too; one when absent, as most look at what is before a token. */
  readonly before?: number;
  /** Secrets in a part of a text around a hint. Takes a time that the length of the part bounds. */
  find(part: string): readonly RuleMatch[];
  /** What is redacted, where that is more than what `find` takes for a secret: placeholders, and the first line of many. */
  readonly looks?: RegExp;
}
