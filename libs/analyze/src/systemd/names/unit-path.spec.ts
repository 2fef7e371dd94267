import { expect, it } from 'vitest';
import { unitForPath, unitsAlongPath } from './unit-path.ts';

it.each(['/', '/a', '/usr/lib/.x/y-z', '/.a/.b', '/é/ü'])('the units along %s are those of its prefixes', (path) => {
  const prefixes = ['/', ...path.split('/').flatMap((part, index, parts) => (part === '' ? [] : [parts.slice(0, index + 1).join('/')]))];
  expect(unitsAlongPath(path, 'mount')).toEqual(prefixes.map((prefix) => unitForPath(prefix, 'mount')));
});

it('units whose names are too long are none', () => expect(unitsAlongPath('/a'.repeat(2000), 'mount').length).toBeLessThan(130));
