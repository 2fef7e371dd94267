import { describe, expect, it } from 'vitest';
import { parseOptions } from './options.ts';

describe('options of npm run fuzz:campaign', () => {
  it('are twenty minutes, one job and every decoder where none is given', () => {
    expect(parseOptions([])).toEqual({ only: [], missing: false, minutes: 20, jobs: 1, seed: undefined });
  });

  it('take names one by one and with commas', () => {
    expect(parseOptions(['--only', 'gpt,pe', '--only', 'elf', '--missing', '--minutes', '0.5', '--jobs', '2', '--seed', '9'])).toEqual({
      ...{ only: ['gpt', 'pe', 'elf'], missing: true, minutes: 0.5, jobs: 2, seed: 9 },
    });
  });

  it.each([
    [['--minutes', 'x'], '--minutes is x'],
    [['--minutes', '0'], '--minutes is 0'],
    [['--jobs', '1.5'], '--jobs is 1.5'],
    [['--seed', ''], '--seed is '],
    [['--all'], '--all'],
  ])('refuse %j', (argv, message) => {
    expect(() => parseOptions(argv)).toThrow(message);
  });
});
