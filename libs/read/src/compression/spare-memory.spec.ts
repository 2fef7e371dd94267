import { expect, it } from 'vitest';
import { giveMemoryBack, takeMemory } from './spare-memory.ts';

it('gives the memory that came back to the next one who needs as much', () => {
  const first = takeMemory(1000);
  expect(takeMemory(1000)).not.toBe(first);
  giveMemoryBack(first);
  expect(takeMemory(1001).byteLength).toBe(1001);
  expect(takeMemory(499).byteLength).toBe(499);
  expect(takeMemory(500)).toBe(first);
});

it('keeps one piece, and frees the one before at once', () => {
  const [first, second] = [takeMemory(5000), takeMemory(6000)];
  giveMemoryBack(first);
  giveMemoryBack(second);
  expect([first.byteLength, second.byteLength]).toEqual([0, 6000]);
  expect(takeMemory(5500)).toBe(second);
});

it('does not keep what is larger than the dictionaries of most files', () => {
  const [small, large] = [takeMemory(7000), takeMemory(16 * 1024 * 1024 + 1)];
  giveMemoryBack(small);
  giveMemoryBack(large);
  expect([large.byteLength, takeMemory(7000)]).toEqual([0, small]);
});
