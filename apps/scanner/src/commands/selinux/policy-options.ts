/** What every question to a policy takes. */
export interface PolicyOptions {
  readonly format: 'text' | 'json';
  readonly bank?: 'A' | 'B';
  readonly allowHttp?: boolean;
}

/** Of questions about what rules grant. */
export interface ProofOptions extends PolicyOptions {
  readonly conditions?: 'any' | 'default';
  readonly brief?: boolean;
}
