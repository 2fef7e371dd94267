import { describe, expect, it } from 'vitest';
import { parseUnitName, templateOf, withInstance, withType } from './unit-name.ts';

describe('a name of a unit', () => {
  it.each([
    ['kubelet.service', { type: 'service', prefix: 'kubelet', kind: 'plain' }],
    ['getty@.service', { type: 'service', prefix: 'getty', kind: 'template' }],
    ['getty@tty1.service', { type: 'service', prefix: 'getty', kind: 'instance', instance: 'tty1' }],
    ['a@b@c.d.socket', { type: 'socket', prefix: 'a', kind: 'instance', instance: 'b@c.d' }],
    ['\\x2ebottlerocket.mount', { type: 'mount', prefix: '\\x2ebottlerocket', kind: 'plain' }],
    ['-.mount', { type: 'mount', prefix: '-', kind: 'plain' }],
    ['a.service.service', { type: 'service', prefix: 'a.service', kind: 'plain' }],
  ])('%s', (name, expected) => expect(parseUnitName(name)).toEqual({ name, ...expected }));

  it.each([
    '',
    '.service',
    'a',
    'a.conf',
    '@.service',
    '@a.service',
    'a b.service',
    'a/b.service',
    'ä.service',
    'a.Service',
    'a.service.d',
    `${'a'.repeat(248)}.service`,
  ])('%j is none', (name) => expect(parseUnitName(name)).toBeUndefined());

  it('has 255 characters at most', () => expect(parseUnitName(`${'a'.repeat(247)}.service`)?.kind).toBe('plain'));

  it('has other forms', () => {
    const instance = parseUnitName('getty@tty1.service')!;
    expect(templateOf(instance)).toBe('getty@.service');
    expect(withInstance(parseUnitName('getty@.service')!, 'tty2')).toBe('getty@tty2.service');
    expect(['', 'a b', 'x'.repeat(250)].map((other) => withInstance(instance, other))).toEqual([undefined, undefined, undefined]);
    expect(withInstance(parseUnitName('a.service')!, 'b')).toBeUndefined();
    expect(withType(instance, 'socket')).toBe('getty@tty1.socket');
  });
});
