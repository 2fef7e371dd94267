import { describe, expect, it } from 'vitest';
import { findItems } from './find-items.ts';

const word = (name: string, value?: string) => ({ name, key: name, ...(value === undefined ? {} : { value }), line: 1 });
const words = [word('init', '/bin/sh'), word('init'), word('quiet'), word('a', 'a'), word('systemd.unit', 'x.target')];

describe('findItems', () => {
  it.each([
    ['a text of the element', words, ['quiet'], [words[2]]],
    ['a text before what texts make together', words, ['init'], [words[0], words[1]]],
    ['what two texts make together', words, ['init=/bin/sh'], [words[0]]],
    ['a name that is its value, too', words, ['a=a'], [words[3]]],
    [
      'path and file',
      [
        { file: '/f', path: '/p' },
        { file: '/f', path: '/q' },
      ],
      ['/f /q'],
      [{ file: '/f', path: '/q' }],
    ],
    ['the element itself', ['x', 'y'], ['y'], ['y']],
    ['a key of a map', { x: 1, y: 2 }, ['y'], [{ y: 2 }]],
    ['more than what texts make', words, ['init=/bin/sh now'], []],
    ['less than a text', words, ['init=/bin'], []],
    ['nothing', words, [], []],
    ['a scalar', 'x', ['x'], []],
  ])('is about %s', (_, value, wanted, expected) => {
    expect(findItems(value, wanted)).toEqual(expected);
  });

  it('takes no text for a pattern', () => expect(findItems([{ name: '$&', value: '.*' }], ['$&=.*'])).toHaveLength(1));

  it('finds at most 20', () =>
    expect(
      findItems(
        Array.from({ length: 30 }, () => 'x'),
        ['x'],
      ),
    ).toHaveLength(20));
});
