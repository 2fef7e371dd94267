import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findAnchor, parseAnchor, pathInside, repositoryRoot } from './anchor.ts';

it.each([
  ['README.md', { path: 'README.md', line: 1 }],
  ['docs/a.md:12', { path: 'docs/a.md', line: 12 }],
  ['C:\\docs\\a.md', { path: 'C:\\docs\\a.md', line: 1 }],
  ['a:b:3', { path: 'a:b', line: 3 }],
])('--anchor %s', (word, anchor) => {
  expect(parseAnchor(word)).toEqual(anchor);
});

it.each(['', 'a:0', 'a:99999999999999999999'])('--anchor %j is refused', (word) => {
  expect(() => parseAnchor(word)).toThrow(/FILE:LINE/);
});

const posix = it.skipIf(process.platform === 'win32');

posix.each([
  ['/a/b/c', ['/a/.git'], '/a'],
  ['/a/b/c', ['/a/.git', '/a/b/.git'], '/a/b'],
  ['/a/b', ['/.git'], '/'],
  ['/a/b', [], '/a/b'],
])('the repository of %s with %j is %s', (folder, there, root) => {
  expect(repositoryRoot(folder, (path) => there.includes(path))).toBe(root);
});

posix.each([
  ['/a', '/a/b/c.md', 'b/c.md'],
  ['/a', '/ab/c.md', undefined],
  ['/a', '/c.md', undefined],
  ['/a', '/a', undefined],
  ['/a', '/a/..b', '..b'],
])('in %s %s is %s', (root, file, path) => {
  expect(pathInside(root, file)).toBe(path);
});

describe('in a repository', () => {
  let outside = '';
  let root = '';
  beforeAll(() => {
    outside = mkdtempSync(join(tmpdir(), 'staticfire-anchor-'));
    root = join(realpathSync(outside), 'repository');
    mkdirSync(join(root, '.git'), { recursive: true });
    mkdirSync(join(root, 'images'));
    for (const path of ['repository/README.md', 'repository/images/own.yaml', 'elsewhere.yaml']) writeFileSync(join(outside, path), '\n');
  });
  afterAll(() => rmSync(outside, { recursive: true, force: true }));

  it('a configuration file in it is the anchor, else its README, then staticfire.yaml before that', () => {
    expect(findAnchor(undefined, 'own.yaml', join(root, 'images'))).toEqual({ path: 'images/own.yaml', line: 1 });
    expect(findAnchor(undefined, join(outside, 'elsewhere.yaml'), join(root, 'images'))).toEqual({ path: 'README.md', line: 1 });
    writeFileSync(join(root, 'staticfire.yaml'), '\n');
    expect(findAnchor(undefined, undefined, join(root, 'images'))).toEqual({ path: 'staticfire.yaml', line: 1 });
    rmSync(join(root, 'staticfire.yaml'));
  });

  it('what --anchor names is relative to the working folder, and told from the root', () => {
    expect(findAnchor('own.yaml:7', undefined, join(root, 'images'))).toEqual({ path: 'images/own.yaml', line: 7 });
    expect(findAnchor('../README.md', undefined, join(root, 'images'))).toEqual({ path: 'README.md', line: 1 });
  });

  posix('a link that leads out of it, a file outside and one that is not there are refused', () => {
    symlinkSync(join(outside, 'elsewhere.yaml'), join(root, 'link.yaml'));
    expect(() => findAnchor('link.yaml', undefined, root)).toThrow(/outside the repository/);
    expect(() => findAnchor('../elsewhere.yaml', undefined, root)).toThrow(/outside the repository/);
    expect(() => findAnchor('nosuch.yaml', undefined, root)).toThrow(/no such file/);
    expect(() => findAnchor('images', undefined, root)).toThrow(/no such file/);
    rmSync(join(root, 'link.yaml'));
  });

  it('without any file it says what to name', () => {
    const bare = join(outside, 'bare');
    mkdirSync(join(bare, '.git'), { recursive: true });
    expect(() => findAnchor(undefined, undefined, bare)).toThrow(/--anchor FILE/);
  });
});
