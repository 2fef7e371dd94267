// Bytes as the kernel classifies them: ASCII and Latin-1, whatever the encoding of the text (Linux lib/ctype.c).

/** `isspace`: tab, newline, vertical tab, form feed, carriage return, space, no-break space. */
export function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0xa0;
}

/** `isprint`; control characters and 0x7f to 0x9f are not. */
export function isPrintable(byte: number): boolean {
  return (byte >= 0x20 && byte <= 0x7e) || byte >= 0xa0;
}

/** `isalnum`, `-` or `_`: what a key word is made of. */
export function isWordCharacter(byte: number): boolean {
  if (byte < 0x80) return /[A-Za-z0-9_-]/.test(String.fromCharCode(byte));
  return byte >= 0xc0 && byte !== 0xd7 && byte !== 0xf7;
}
