import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { dayOption } from './day-option.ts';

function dayOf(...args: readonly string[]): string {
  const silent = { writeErr: () => {}, outputError: () => {} };
  return new Command('t').addOption(dayOption()).exitOverride().configureOutput(silent).parse(args, { from: 'user' }).opts().day;
}

describe('--day', () => {
  it('is today in UTC where none is given', () =>
    expect([new Date(), new Date(Date.now() - 5000)].map((each) => each.toISOString().slice(0, 10))).toContain(dayOf()));
  it('is the day that is given', () => expect(dayOf('--day', '2024-02-29')).toBe('2024-02-29'));
  it.each(['2026-02-30', '2026-2-3', '20260203', 'tomorrow', '', '2026-01-01T00:00:00Z', '+012026-01-01'])('refuses %j', (day) =>
    expect(() => dayOf('--day', day)).toThrow(/There is no day/),
  );
});
