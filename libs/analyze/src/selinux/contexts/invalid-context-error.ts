/** Text that is no security context of the policy. */
export class InvalidContextError extends Error {
  override readonly name = 'InvalidContextError';

  constructor(text: string, reason: string) {
    super(`${JSON.stringify(text)} is not a context of the policy: ${reason}`);
  }
}
