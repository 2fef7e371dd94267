import { expect, it } from 'vitest';
import { PermissionMapError, parsePermissionMap } from './index.ts';

it('reads classes, permissions, directions and weights', () => {
  const map = parsePermissionMap('# a comment\n2\n\nclass file 3\n  read r 10\n  write  w 1\n  open u 1\nclass fd 1\n\tuse b 5\n');
  expect(map('file', 'read')).toEqual({ direction: 'read', weight: 10 });
  expect(map('file', 'write')).toEqual({ direction: 'write', weight: 1 });
  expect(map('file', 'open')).toBeUndefined();
  expect(map('fd', 'use')).toEqual({ direction: 'both', weight: 5 });
  expect(map('fd', 'read')).toBeUndefined();
});

it.each([
  ['', 'line 1: the number of classes'],
  ['many\n', 'line 1: the number of classes'],
  ['1\nread r 1\n', 'line 2: a permission before any class'],
  ['1\n\nclass file\n', 'line 3: "class NAME PERMISSIONS"'],
  ['1\nclass file many\n', 'line 2: "class NAME PERMISSIONS"'],
  ['1\nclass file 1\nread x 1\n', 'line 3: a direction'],
  ['1\nclass file 1\nread r 11\n', 'line 3: a weight from 1 to 10'],
  ['1\nclass file 1\nread r 0\n', 'line 3: a weight from 1 to 10'],
  ['1\nclass file 1\nread r\n', 'line 3: a weight from 1 to 10'],
])('refuses %j', (text, message) => {
  expect(() => parsePermissionMap(text)).toThrow(PermissionMapError);
  expect(() => parsePermissionMap(text)).toThrow(message);
});
