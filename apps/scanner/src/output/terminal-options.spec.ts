import { expect, it } from 'vitest';
import { terminalOptions } from './terminal-options.ts';

const TTY = { isTTY: true, columns: 120 };

it.each([
  ['a terminal', 'auto', {}, TTY, true],
  ['a file', 'auto', {}, {}, false],
  ['NO_COLOR', 'auto', { NO_COLOR: '1' }, TTY, false],
  ['an empty NO_COLOR', 'auto', { NO_COLOR: '' }, TTY, true],
  ['a dumb terminal', 'auto', { TERM: 'dumb' }, TTY, false],
  ['FORCE_COLOR in a file', 'auto', { FORCE_COLOR: '1' }, {}, true],
  ['FORCE_COLOR before NO_COLOR', 'auto', { FORCE_COLOR: '', NO_COLOR: '1' }, {}, true],
  ['FORCE_COLOR=0', 'auto', { FORCE_COLOR: '0' }, TTY, false],
  ['always', 'always', { NO_COLOR: '1', TERM: 'dumb' }, {}, true],
  ['never', 'never', { FORCE_COLOR: '1' }, TTY, false],
] as const)('colours for %s', (_name, when, environment, screen, colour) => {
  expect(terminalOptions(when, environment, screen).colour).toBe(colour);
});

it.each([
  ['a terminal', {}, TTY, 120],
  ['a file', {}, {}, 100],
  ['COLUMNS in a file', { COLUMNS: '72' }, {}, 72],
  ['COLUMNS before the terminal', { COLUMNS: '72' }, TTY, 72],
  ['COLUMNS that is no number', { COLUMNS: 'wide' }, TTY, 120],
  ['COLUMNS=0', { COLUMNS: '0' }, {}, 100],
  ['a terminal that does not know', {}, { isTTY: true, columns: 0 }, 100],
] as const)('the width of %s', (_name, environment, screen, width) => {
  expect(terminalOptions('auto', environment, screen).width).toBe(width);
});
