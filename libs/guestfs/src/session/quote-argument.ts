import { encodeFileName } from '@staticfire/read/bytes';

/** What stands for itself between double quotes. */
const PLAIN = /[A-Za-z0-9/._=:,@+-]/;

/** One argument of a guestfish command, whatever bytes it has: between double quotes, everything unusual as `\xNN` (guestfish(1), "Escape sequences"). */
export function quoteArgument(name: string): string {
  let quoted = '';
  for (const byte of encodeFileName(name)) {
    const character = String.fromCharCode(byte);
    quoted += PLAIN.test(character) ? character : `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return `"${quoted}"`;
}
