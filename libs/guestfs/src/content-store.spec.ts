import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ContentStore } from './content-store.ts';

const MIB = 1024 * 1024;

describe('ContentStore', () => {
  let folder = '';
  let store: ContentStore;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'staticfire-store-'));
    store = new ContentStore(folder);
  });
  afterEach(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });

  const read = (offset: number, length: number) => {
    const target = Buffer.alloc(length, 0xee);
    store.readInto(target, offset);
    return target;
  };

  it('gives back what was appended, zeros among it and at its end', () => {
    const pieces = [Buffer.from('abc'), Buffer.alloc(3 * MIB), Buffer.from('def'), Buffer.alloc(5)];
    for (const piece of pieces) store.append(piece);
    expect(store.length).toBe(3 * MIB + 11);
    expect(read(0, store.length).equals(Buffer.concat(pieces))).toBe(true);
    expect(read(3 * MIB + 1, 5).toString('latin1')).toBe('\0\0def');
  });

  it('leaves no name behind', () => expect(readdirSync(folder)).toEqual([]));
});
