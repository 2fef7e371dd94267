import type { Finding } from '@staticfire/findings';
import { describe, expect, test } from 'vitest';
import { findingMessage } from './message-text.ts';

const finding = (more: Partial<Finding>): Finding => ({ ruleId: 'a:b/c', verdict: 'fail', title: 'It fails', evidence: [], fingerprint: '0', ...more });
const value = (number: number) => ({ fact: 'f', path: `p${number}`, value: number, sources: [] });

describe('findingMessage', () => {
  test('the first sentence says what and where', () => {
    expect(findingMessage(finding({ title: 'It fails.' }), 'ROOT-A:/usr/a, line 3', 'github')).toBe('It fails (ROOT-A:/usr/a, line 3).');
  });

  test('names the subject unless title or place do', () => {
    const where = 'ROOT-A:/usr/a';
    expect(findingMessage(finding({ subject: 'a.service' }), where, 'github')).toBe('It fails (a.service, ROOT-A:/usr/a).');
    expect(findingMessage(finding({ subject: '/usr/a' }), where, 'github')).toBe('It fails (ROOT-A:/usr/a).');
    expect(findingMessage(finding({ subject: 'It' }), where, 'github')).toBe('It fails (ROOT-A:/usr/a).');
  });

  test('evidence says what stands in the line that decides', () => {
    const places = [
      { file: '/a', partition: 'ROOT', line: 3, excerpt: '  lockdown = "none"\x1b ' },
      { file: '/b', excerpt: 'another' },
    ];
    expect(findingMessage(finding({ evidence: [{ ...value(1), places }] }), 'x', 'github')).toBe(
      'It fails (x). Evidence: f.p1 = 1, from ROOT /a line 3 ‘lockdown = "none"\\x1b’.',
    );
  });

  test('then why, then five values at most', () => {
    const text = findingMessage(finding({ reason: 'it is damaged', evidence: [1, 2, 3, 4, 5, 6, 7].map(value) }), 'x', 'github');
    expect(text).toMatch(/^It fails \(x\)\. Reason: it is damaged\. Evidence: f\.p1 = 1\. .*Evidence: f\.p5 = 5\. 2 more values as evidence\.$/);
  });

  test.each([
    ['a link', '[click](https://evil.example)', '[click]\\(https://evil.example)'],
    ['a link with escaped brackets', '[a\\](1)', '[a\\]\\(1)'],
    ['brackets alone', 'files[3] is (bad)', 'files[3] is (bad)'],
    ['controls', 'a\x1b[2J\u202eb', 'a\\x1b[2J\\u{202e}b'],
  ])('%s in a name', (_name, title, expected) => {
    expect(findingMessage(finding({ title }), 'x', 'github')).toBe(`${expected} (x).`);
  });

  test('placeholders are none: braces are doubled for those who follow the specification', () => {
    expect(findingMessage(finding({ title: '{0} \u202e' }), 'x', 'full')).toBe('{{0}} \\u{{202e}} (x).');
    expect(findingMessage(finding({ title: '{0} \u202e' }), 'x', 'github')).toBe('{0} \\u{202e} (x).');
  });
});
