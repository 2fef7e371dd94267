import { describe, expect, it } from 'vitest';
import { checkDocument } from './check-document.ts';

describe('checkDocument', () => {
  it('holds numbers between both ends', () => {
    const schema = { type: 'number', minimum: 0, maximum: 10 };
    expect(checkDocument(10, schema)).toBeUndefined();
    expect(checkDocument(10.1, schema)).toEqual({ pointer: '', message: 'must be at most 10' });
    expect(checkDocument(-1, schema)).toEqual({ pointer: '', message: 'must be at least 0' });
  });

  it('takes anything where a schema says true, also further members', () => {
    const schema = { type: 'object', properties: { value: true, items: { type: 'array', items: { type: 'string' } } }, additionalProperties: true };
    expect(checkDocument({ value: { any: [1] }, other: 2 }, schema)).toBeUndefined();
    expect(checkDocument({ items: ['a', 1] }, schema)).toEqual({ pointer: '/items/1', message: 'must be string' });
  });
});
