/** Bytes 0x80 to 0xff of code page 437, in which Linux and UEFI firmware read 8.3 names unless told otherwise. */
const UPPER_HALF = 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

export function decodeCodePage437(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : UPPER_HALF[byte - 0x80]!)).join('');
}

/** Lower case, as far as the code page has it. */
export function lowerCodePage437(text: string): string {
  return Array.from(text, (character) => {
    const lower = character.toLowerCase();
    return lower.charCodeAt(0) < 0x80 || UPPER_HALF.includes(lower) ? lower : character;
  }).join('');
}
