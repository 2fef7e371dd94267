/** `unsuited`: nothing was read, as what was asked for cannot be had here. `failed`: libguestfs gave up while it read. */
export type GuestfsErrorKind = 'unsuited' | 'failed';

/** Why libguestfs did not read the image; one line for users. */
export class GuestfsError extends Error {
  override readonly name = 'GuestfsError';
  readonly kind: GuestfsErrorKind;

  constructor(kind: GuestfsErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
