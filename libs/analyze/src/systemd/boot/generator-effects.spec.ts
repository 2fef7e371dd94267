import { expect, it } from 'vitest';
import { UnitTree } from '../files/unit-tree.ts';
import { readBootWords } from './boot-words.ts';
import { generatorEffects } from './generator-effects.ts';

const effectOf = (name: string, ...words: string[]) =>
  generatorEffects([`/usr/lib/systemd/system-generators/${name}`], readBootWords(words.map((word) => ({ name: word }))), new UnitTree([])).generators[0]!
    .effect;

it.each([
  ['systemd-fstab-generator', [], 'none'],
  ['systemd-fstab-generator', ['mount.usr'], 'unknown'],
  ['other-generator', [], 'unknown'],
  // Names that every object of JavaScript has.
  ['constructor', [], 'unknown'],
  ['__proto__', [], 'unknown'],
])('%s with %j on the command line: %s', (name, words, effect) => expect(effectOf(name, ...words)).toBe(effect));
