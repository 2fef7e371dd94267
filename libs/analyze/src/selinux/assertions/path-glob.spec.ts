import { describe, expect, it } from 'vitest';
import { matchesPath, PATH_GLOB } from './path-glob.ts';

const FILES = ['/a', '/usr/bin/runc', '/usr/bin/runc-shim', '/usr/bin/crunch', '/usr/libexec/x/y/runc', '/usr/bin', '/usr/bin/*'];

describe('matchesPath', () => {
  it.each<[string, readonly string[]]>([
    ['/usr/bin/runc', ['/usr/bin/runc']],
    ['/usr/bin/runc*', ['/usr/bin/runc', '/usr/bin/runc-shim']],
    ['/usr/bin/*run*c*', ['/usr/bin/runc', '/usr/bin/runc-shim', '/usr/bin/crunch']],
    ['/usr/*', ['/usr/bin']],
    ['/*/*/runc', ['/usr/bin/runc']],
    ['/**/runc', ['/usr/bin/runc', '/usr/libexec/x/y/runc']],
    ['/usr/**/y/*', ['/usr/libexec/x/y/runc']],
    ['/usr/bin/**', ['/usr/bin/runc', '/usr/bin/runc-shim', '/usr/bin/crunch', '/usr/bin', '/usr/bin/*']],
    ['/**', FILES],
    ['/usr/bin/run?', []],
    ['/usr/bin/[r]unc', []],
    ['/usr', []],
  ])('%s', (glob, paths) => {
    expect(glob).toMatch(new RegExp(PATH_GLOB));
    expect(FILES.filter((path) => matchesPath(glob, path))).toEqual(paths);
  });

  it.each(['', 'usr/bin/x', '/usr/bin/**x', '/usr/x**/y', '/usr/***', '*'])('%j is no glob', (glob) => {
    expect(glob).not.toMatch(new RegExp(PATH_GLOB));
  });

  it('is linear: many stars on a long path', () => {
    const start = performance.now();
    expect(matchesPath(`/${'*a'.repeat(100)}b`, `/${'a'.repeat(4000)}`)).toBe(false);
    expect(matchesPath(`${'/**/a'.repeat(100)}/b`, '/a'.repeat(2000))).toBe(false);
    expect(performance.now() - start).toBeLessThan(1000);
    expect('/'.repeat(5000).concat('*'.repeat(3))).not.toMatch(new RegExp(PATH_GLOB));
  });
});
