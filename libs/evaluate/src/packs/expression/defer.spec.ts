import { describe, expect, it } from 'vitest';
import { defer } from './defer.ts';
import { raiseOn, UnreadableError } from './unreadable.ts';

const table = () => {
  const made: string[] = [];
  const map = defer(new Map<string, unknown>([...'abc'].map((key) => [key, 'raw'])), ['a', 'b'], (key) => {
    made.push(key);
    return key.toUpperCase();
  });
  return { map, made };
};

describe('defer', () => {
  it('makes what is asked for, once, and leaves keys, size and what is not deferred alone', () => {
    const { map, made } = table();
    expect([...map.keys(), map.size, map.has('b'), map.has('z')]).toEqual(['a', 'b', 'c', 3, true, false]);
    expect(made).toEqual([]);
    expect([map.get('b'), map.get('b'), map.get('c'), map.get('z')]).toEqual(['B', 'B', 'raw', undefined]);
    expect(made).toEqual(['b']);
  });

  it.each([
    ['values', (map: Map<string, unknown>) => [...map.values()]],
    ['entries', (map: Map<string, unknown>) => [...map.entries()].map(([, value]) => value)],
    ['its iterator', (map: Map<string, unknown>) => [...map].map(([, value]) => value)],
    [
      'forEach',
      (map: Map<string, unknown>) => {
        const values: unknown[] = [];
        map.forEach((value) => {
          values.push(value);
        });
        return values;
      },
    ],
  ])('makes all for a walk over %s', (_, walk) => {
    const { map, made } = table();
    map.get('b');
    expect(walk(map)).toEqual(['A', 'B', 'raw']);
    expect(made).toEqual(['b', 'a']);
  });

  it('raises under a key that cannot be read, and makes the others', () => {
    const map = raiseOn(table().map, new Map([['a', { kind: 'damaged', message: 'a hole' } as never]]), 'unknown');
    expect(map.get('b')).toBe('B');
    expect(() => map.get('a')).toThrow(UnreadableError);
    expect(() => map.has('z')).toThrow('nothing is known about z');
  });
});
