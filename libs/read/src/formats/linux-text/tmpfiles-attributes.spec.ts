import { describe, expect, it } from 'vitest';
import { parseTmpfilesAttributes } from './index.ts';

const LABEL = 'system_u:object_r:secret_t:s0';

describe('parseTmpfilesAttributes', () => {
  it.each([
    ['one', `security.selinux=${LABEL}`, [`security.selinux ${LABEL}`]],
    ['several', `user.a=1  security.selinux=${LABEL}`, ['user.a 1', `security.selinux ${LABEL}`]],
    ['quotes', `"security.selinux"='${LABEL}'`, [`security.selinux ${LABEL}`]],
    ['a word in quotes', `"security.selinux=${LABEL}" user.b=2`, [`security.selinux ${LABEL}`, 'user.b 2']],
    ['escapes', String.raw`user.a=\x41\102 user.b=a\ b`, ['user.a AB']],
    ['a second = in the value', 'user.a=b=c', ['user.a b=c']],
    ['specifiers as they are', 'user.a=%m', ['user.a %m']],
    ['no word without a name or a value', '=a user.a= user.b user.c=1', ['user.c 1']],
    ['what stands before an open quote', 'user.a=1 "user.b=2', ['user.a 1']],
    ['nothing of nothing', '', []],
  ])('reads %s', (_, argument, expected) => expect(parseTmpfilesAttributes(argument).map(({ name, value }) => `${name} ${value}`)).toEqual(expected));
});
