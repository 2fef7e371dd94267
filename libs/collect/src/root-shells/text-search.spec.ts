import { describe, expect, it } from 'vitest';
import { TextSearch } from './text-search.ts';

describe('TextSearch', () => {
  const whole = Buffer.from(`${'.'.repeat(100)}BusyBox v1.36${'.'.repeat(50)}PS4`);

  it.each([1, 2, 5, 9, 64, 1000])('finds texts when chunks have %i bytes', (size) => {
    const search = new TextSearch(['BusyBox v', 'PS4', 'OPTIND']);
    for (let at = 0; at < whole.length; at += size) search.add(whole.subarray(at, at + size));
    expect([...search.found].sort()).toEqual(['BusyBox v', 'PS4']);
  });

  it('does not take a part for the whole', () => {
    const search = new TextSearch(['BusyBox v']);
    search.add(Buffer.from('BusyBox, the yBox v'));
    expect(search.found.size).toBe(0);
  });
});
