import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { giveMemoryBack, takeMemory } from './mapped-memory.ts';

const MIB = 1024 * 1024;
/** What of this process is in memory and in no file, in bytes. */
const anonymous = () => Number(/^RssAnon:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024;

it('is what was asked for, or more', () => {
  expect(takeMemory(1000).byteLength).toBe(1000);
  for (const length of [MIB, 8 * MIB, 40 * MIB]) expect(takeMemory(length).byteLength).toBeGreaterThanOrEqual(length);
});

it('costs what is written to, until it is given back', () => {
  const before = anonymous();
  const memory = Array.from({ length: 10 }, () => takeMemory(8 * MIB));
  expect(anonymous() - before).toBeLessThan(20 * MIB);
  for (const each of memory) new Uint8Array(each, 0, 8 * MIB).fill(1);
  expect(anonymous() - before).toBeGreaterThan(70 * MIB);
  for (const each of memory) giveMemoryBack(each);
  expect(memory.every(({ byteLength }) => byteLength === 0)).toBe(true);
  expect(anonymous() - before).toBeLessThan(20 * MIB);
});
