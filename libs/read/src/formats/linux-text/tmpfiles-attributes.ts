import { takeSystemdWord } from './systemd-word.ts';

/** An extended attribute that a line of type t or T sets; specifiers are not expanded. */
export interface TmpfilesAttribute {
  readonly name: string;
  readonly value: string;
}

/**
 * The attributes of the argument of a line of tmpfiles.d (tmpfiles.d(5); src/tmpfiles/tmpfiles.c, `parse_xattrs_from_arg`): words `name=value` with quotes
 * and escapes of C. Words of another form are passed over; at one that is spoilt systemd reads no further.
 */
export function parseTmpfilesAttributes(argument: string): readonly TmpfilesAttribute[] {
  const attributes: TmpfilesAttribute[] = [];
  let rest = argument;
  while (rest !== '') {
    const taken = takeSystemdWord(rest, 'c');
    if (taken === undefined) break;
    const equals = taken.word.indexOf('=');
    if (equals > 0 && equals < taken.word.length - 1) attributes.push({ name: taken.word.slice(0, equals), value: taken.word.slice(equals + 1) });
    rest = taken.rest;
  }
  return attributes;
}
