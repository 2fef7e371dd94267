/** An assertion that says nothing: a set without members, or no expectation at all. It must not pass. */
export class EmptyAssertionError extends Error {
  override readonly name = 'EmptyAssertionError';
  readonly field: string;

  constructor(field: string, message = 'it stands for nothing in this policy') {
    super(`${field}: ${message}`);
    this.field = field;
  }
}

/** What an assertion looks into is not there, or not whole. */
export class MissingEvidenceError extends Error {
  override readonly name = 'MissingEvidenceError';
}

/** An assertion needs something beside the policy that was not given. */
export class MissingDataError extends Error {
  override readonly name = 'MissingDataError';
  readonly data: string;

  constructor(kind: string, data: string) {
    super(`the assertion ${kind} needs ${data}`);
    this.data = data;
  }
}
