import type { Fact } from '@staticfire/facts';
import { describe, expect, it } from 'vitest';
import { secretsScope } from './secrets-scope.ts';

const coverage = { scanned: 668, scannedBytes: 1, binary: 5745, tooLarge: 1, overBudget: 2, maxLength: 4194304 };
const present = (name: string, bank?: 'A' | 'B'): Fact => ({
  name,
  ...(bank === undefined ? {} : { bank }),
  state: 'present',
  value: { coverage },
  sources: [],
});

describe('secretsScope', () => {
  it('says how many files were looked at, and which were not', () => {
    expect(secretsScope({ judgedBank: 'B', facts: [{ ...present('secrets.files', 'A'), state: 'absent' } as Fact, present('secrets.files', 'B')] })).toEqual([
      'Secrets were looked for in 668 files on ROOT and BOOT; not in 5745 that are no text, 1 of more than 4194304 bytes and 2 that would have taken too long.',
    ]);
  });

  it('has a sentence for PRIVATE, which no bank has', () => expect(secretsScope({ facts: [present('secrets.private')] })).toHaveLength(1));
  it('says nothing of what could not be read', () => {
    const error = { kind: 'format', structure: 's', message: 'm' } as const;
    expect(secretsScope({ judgedBank: 'A', facts: [{ name: 'secrets.files', bank: 'A', state: 'unreadable', error, sources: [] }] })).toEqual([]);
  });
});
