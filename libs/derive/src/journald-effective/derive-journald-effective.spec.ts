import type { Fact } from '@staticfire/facts';
import { describe, expect, it } from 'vitest';
import { derive } from '../derive.ts';
import type { JournaldEffective } from './journald-effective.schema.ts';

const FOLDER = '/usr/lib/systemd/journald.conf.d';
const file = (path: string, more: object = {}) => ({ path, name: path.slice(path.lastIndexOf('/') + 1), state: 'read', readable: true, ...more });
const entry = (path: string, key: string, value: string, more: object = {}) => ({
  file: path,
  line: 2,
  kind: 'assignment',
  section: 'Journal',
  key,
  value,
  ...more,
});

interface Given {
  readonly main?: readonly object[];
  readonly files?: readonly object[];
  readonly entries?: readonly object[];
}

function derived({ main = [], files = [], entries = [] }: Given): Fact {
  const value = { main, folders: [FOLDER], files, entries };
  const facts: Fact[] = [{ name: 'journald.files', bank: 'A', sources: [], state: 'present', value }];
  return derive({ facts }).facts.find(({ name }) => name === 'journald.effective')!;
}

function storage(given: Given): string {
  const fact = derived(given);
  if (fact.state !== 'present') return fact.state;
  const { storage: setting } = fact.value as JournaldEffective;
  return setting.file === undefined ? `${setting.value} by default` : `${setting.value} by ${setting.file.slice(setting.file.lastIndexOf('/') + 1)}`;
}

const A = `${FOLDER}/a.conf`;
const B = `${FOLDER}/b.conf`;
const MAIN = '/usr/lib/systemd/journald.conf';

describe('journald.effective', () => {
  it.each<[string, Given, string]>([
    ['nothing sets it', {}, 'auto by default'],
    ['the main file sets it', { main: [file(MAIN)], entries: [entry(MAIN, 'Storage', 'volatile')] }, 'volatile by journald.conf'],
    [
      'a drop-in counts more',
      { main: [file(MAIN)], files: [file(A)], entries: [entry(A, 'Storage', 'persistent'), entry(MAIN, 'Storage', 'none')] },
      'persistent by a.conf',
    ],
    ['the later name counts', { files: [file(B), file(A)], entries: [entry(B, 'Storage', 'none'), entry(A, 'Storage', 'persistent')] }, 'none by b.conf'],
    [
      'the later line counts',
      { files: [file(A)], entries: [entry(A, 'Storage', 'none'), entry(A, 'Storage', 'persistent', { line: 3 })] },
      'persistent by a.conf',
    ],
    ['an empty value leaves what was set', { files: [file(A)], entries: [entry(A, 'Storage', 'none'), entry(A, 'Storage', '')] }, 'none by a.conf'],
    [
      'an overridden file does not count',
      { files: [file(A, { overriddenBy: '/etc/systemd/journald.conf.d/a.conf' })], entries: [entry(A, 'Storage', 'none')] },
      'auto by default',
    ],
    ['a masked file does not count', { files: [file(A, { state: 'masked' })], entries: [entry(A, 'Storage', 'none')] }, 'auto by default'],
    ['another section does not count', { files: [file(A)], entries: [entry(A, 'Storage', 'none', { section: 'Manager' })] }, 'auto by default'],
    ['a line that is skipped does not count', { files: [file(A)], entries: [{ ...entry(A, 'Storage', 'none'), kind: 'ignored' }] }, 'auto by default'],
    [
      'a word that systemd does not know leaves it, too',
      { files: [file(A), file(B)], entries: [entry(A, 'Storage', 'none'), entry(B, 'Storage', 'Persistent')] },
      'none by a.conf',
    ],
    [
      'a file that cannot be read may say anything',
      { files: [file(A)], entries: [{ $unreadable: { kind: 'format', structure: A, message: 'm' } }] },
      'unreadable',
    ],
  ])('%s', (_, given, expected) => expect(storage(given)).toBe(expected));
});
