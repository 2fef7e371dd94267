import { mkdtempSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeFileError } from './file-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'staticfire-error-'));

it.each<[string, () => unknown, string]>([
  ['a file that is not there', () => readFileSync(join(folder, 'x')), 'no such file or folder'],
  ['a folder that is not there', () => readdirSync(join(folder, 'x')), 'no such file or folder'],
  ['a file in the place of a folder', () => readdirSync(new URL(import.meta.url)), 'not a folder'],
  ['a folder in the place of a file', () => readFileSync(folder), 'it is a folder, not a file'],
  ['anything else', () => JSON.parse('{'), 'JSON'],
])('%s', (_, work, words) => {
  try {
    work();
    expect.unreachable();
  } catch (error) {
    expect(describeFileError(error)).toContain(words);
  }
});

it('what is no error is told as it is', () => {
  rmdirSync(folder);
  expect(describeFileError('odd')).toBe('odd');
});
