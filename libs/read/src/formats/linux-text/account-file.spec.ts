import { describe, expect, it } from 'vitest';
import { type AccountDatabase, parseAccountFile } from './account-file.ts';

function parse(database: AccountDatabase, text: string) {
  return parseAccountFile(Buffer.from(text), '/etc/x', database).map((entry) =>
    'error' in entry ? `${entry.line}: ${entry.error.message}` : `${entry.line} ${entry.fields.join('|')}`,
  );
}

describe('parseAccountFile', () => {
  it.each<[string, AccountDatabase, string, readonly string[]]>([
    ['passwd', 'passwd', 'root:x:0:0:Super User:/root:/bin/bash\n', ['1 root|x|0|0|Super User|/root|/bin/bash']],
    ['blanks, comments and empty lines', 'passwd', '\n# a:x:1:1::/:\n  b::2:2::/:\n', ['3 b||2|2||/|']],
    ['what follows the last field', 'passwd', 'a:x:1:1::/:/bin/sh:y\n', ['1 a|x|1|1||/|/bin/sh:y']],
    ['groups with members and without', 'group', 'a:x:1:b,c\nd:x:2\n', ['1 a|x|1|b,c', '2 d|x|2']],
    ['shadow', 'shadow', 'root:!*:20783::::::\n', ['1 root|!*|20783||||||']],
    ['gshadow', 'gshadow', 'adm:!*::x\n', ['1 adm|!*||x']],
  ])('%s', (_, database, text, expected) => expect(parse(database, text)).toEqual(expected));

  it.each<[string, AccountDatabase, string, RegExp]>([
    ['too few fields', 'passwd', 'root:$6$secret:0', /^1: \/etc\/x, line 1: the line has 3 fields, at least 7/],
    ['a number that is none', 'passwd', 'a:x:0x0:0::/:', /field 3 is not a number/],
    ['a number that is too large', 'group', 'a:x:4294967296:', /field 3 is not a number/],
    ['no name', 'passwd', ':x:0:0::/:', /the name is empty/],
    ['shadow cut short', 'shadow', 'a:$6$secret', /has 2 fields/],
  ])('says what spoils a line: %s', (_, database, text, message) => {
    const [told] = parse(database, text);
    expect(told).toMatch(message);
    expect(told).not.toContain('secret');
  });
});
