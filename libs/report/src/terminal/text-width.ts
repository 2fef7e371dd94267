/** What Unicode's East Asian Width calls wide or fullwidth; blocks of ideographs also where nothing is assigned yet (UAX 11, EastAsianWidth.txt). */
const WIDE =
  /[\p{Emoji_Presentation}\u1100-\u115f\u2329\u232a\u2630-\u2637\u268a-\u268f\u2e80-\u303e\u3041-\u3247\u3250-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18d08}\u{1aff0}-\u{1b2fb}\u{1d300}-\u{1d376}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]/u;
/** Among those, and not wide: regional indicators, of which two are one flag, and a blank of half a width. */
const NARROW = /[\u{1f1e6}-\u{1f1ff}\u303f]/u;
/** Marks over and round the letter before, vowels and finals of Hangul syllables that are put together. */
const COMBINING = /[\p{Mn}\p{Me}\u1160-\u11ff\ud7b0-\ud7c6\ud7cb-\ud7fb]/u;
const ASCII = /^[ -~]*$/;

/** Columns that a terminal gives to printable text. */
export function textWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += COMBINING.test(character) ? 0 : isWide(character) ? 2 : 1;
  return columns;
}

function isWide(character: string): boolean {
  return WIDE.test(character) && !NARROW.test(character);
}

/** With blanks after it, up to `columns`. */
export function padTo(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - textWidth(text)));
}
