const INTEGER = /^[ \t\n\r\v\f]*(?:0[bB]([01]+)|0[oO]([0-7]+)|([+-]?)(?:0[xX]([0-9A-Fa-f]+)|(0[0-7]*)|([1-9][0-9]*)))$/;

/** A number as systemd's `safe_atoi` reads it (src/basic/parse-util.c): decimal, 0x, 0o, 0b, and octal after a 0; undefined when it is none. */
export function parseInteger(text: string): number | undefined {
  const [, binary, octal, sign, hex, zero, decimal] = INTEGER.exec(text) ?? [];
  const value = readDigits([binary, 2], [octal, 8], [hex, 16], [zero, 8], [decimal, 10]);
  return value === undefined ? undefined : sign === '-' ? -value : value;
}

function readDigits(...forms: readonly (readonly [string | undefined, number])[]): number | undefined {
  const form = forms.find(([digits]) => digits !== undefined);
  return form === undefined ? undefined : Number.parseInt(form[0]!, form[1]);
}
