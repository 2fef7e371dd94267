/** A profile that no loaded pack has was asked for; the message lists those there are. */
export class UnknownProfileError extends Error {
  override readonly name = 'UnknownProfileError';

  constructor(message: string) {
    super(message);
  }
}
