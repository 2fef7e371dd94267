/** An option of a mount; `value` is absent where there is no `=`. */
export interface MountOption {
  readonly name: string;
  readonly value?: string;
}

/** What starts a new option, a value, or a quoted stretch. */
const MARK = /[,="]/g;

/**
 * The options of a mount as libmount takes them apart (util-linux libmount/src/optstr.c, `mnt_optstr_parse_next`; quotes around a whole value are taken off,
 * as `mnt_optstr_fix_secontext` does): commas end an option outside of double quotes, and not after a backslash. A quote that is not closed → undefined:
 * what becomes of the rest is not said.
 */
export function parseMountOptions(text: string): readonly MountOption[] | undefined {
  const options: MountOption[] = [];
  let [start, equals, quoted] = [0, -1, false];
  for (const { 0: mark, index } of text.matchAll(MARK)) {
    if (mark === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (mark === '=') equals = equals < 0 && index > start ? index : equals;
    else if (text[index - 1] !== '\\') {
      options.push(describe(text, start, equals, index));
      [start, equals] = [index + 1, -1];
    }
  }
  if (quoted) return undefined;
  return [...options, describe(text, start, equals, text.length)].filter(({ name }) => name !== '');
}

function describe(text: string, start: number, equals: number, end: number): MountOption {
  if (equals < 0) return { name: text.slice(start, end) };
  const value = text.slice(equals + 1, end);
  return { name: text.slice(start, equals), value: /^".*"$/s.test(value) && value.length > 1 ? value.slice(1, -1) : value };
}
