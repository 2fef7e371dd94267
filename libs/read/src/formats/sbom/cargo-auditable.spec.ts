import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseCargoAuditable } from './cargo-auditable.ts';

const list = (document: unknown): Uint8Array => deflateSync(Buffer.from(JSON.stringify(document)));

describe('what cargo-auditable leaves in a program', () => {
  it('names packages with their versions, without those for the build', () => {
    const packages = [
      { name: 'adler', version: '0.2.3', source: 'registry' },
      { name: 'cc', version: '1.0.0', source: 'registry', kind: 'build' },
      { name: 'x', version: '0.1.0', source: 'local', dependencies: [0], root: true },
    ];
    expect(parseCargoAuditable(list({ packages }), 0)).toEqual([
      { name: 'adler', version: '0.2.3' },
      { name: 'x', version: '0.1.0' },
    ]);
  });

  it.each([
    ['no zlib stream', Buffer.from('not compressed'), 'FormatError'],
    ['no JSON', deflateSync(Buffer.from('{')), 'FormatError'],
    ['no packages', list({ packages: 7 }), 'FormatError'],
    ['nine megabytes of spaces', deflateSync(Buffer.alloc(9 * 1024 * 1024, ' ')), 'LimitError'],
  ])('%s is an error', (_, bytes, name) => {
    expect(() => parseCargoAuditable(bytes, 0)).toThrow(expect.objectContaining({ name }));
  });
});
