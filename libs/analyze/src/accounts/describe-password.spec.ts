import { describe, expect, it } from 'vitest';
import { describePassword } from './describe-password.ts';

describe('describePassword', () => {
  it.each([
    ['nothing', '', { state: 'empty' }],
    ['locked and never set', '!*', { state: 'locked' }],
    ['a star', '*', { state: 'locked' }],
    ['two marks', '!!', { state: 'locked' }],
    ['text that is no hash', 'NP', { state: 'locked' }],
    ['a locked hash', '!$6$salt$hash', { state: 'locked-hash', scheme: 'sha512' }],
    ['a locked hash of DES', '*abJnggxhB/yWI', { state: 'locked-hash', scheme: 'des' }],
    ['yescrypt', '$y$j9T$salt$hash', { state: 'hash', scheme: 'yescrypt' }],
    ['bcrypt', '$2b$12$abcdefghijklmnopqrstuv', { state: 'hash', scheme: 'bcrypt' }],
    ['sha256', '$5$rounds=5000$a$b', { state: 'hash', scheme: 'sha256' }],
    ['md5', '$1$a$b', { state: 'hash', scheme: 'md5' }],
    ['DES', 'abJnggxhB/yWI', { state: 'hash', scheme: 'des' }],
    ['a scheme of tomorrow', '$argon2id$v=19$a', { state: 'hash', scheme: 'unknown' }],
    ['the sign for shadow, which is no password there', 'x', { state: 'locked' }],
  ])('%s', (_, field, expected) => expect(describePassword(field)).toEqual(expected));
});
