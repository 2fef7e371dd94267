import { describe, expect, test } from 'vitest';
import { nestedUri, ownFileLocation, repositoryUri } from './file-uri.ts';

/** RFC 3986 path-absolute: one slash, then segments of pchar. */
const PATH_ABSOLUTE = /^\/(?:(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-F]{2})+(?:\/(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-F]{2})+)*)?$/;

describe('nestedUri', () => {
  test.each([
    ['/usr/lib/a.conf', '/usr/lib/a.conf'],
    ['usr/lib', '/usr/lib'],
    ['/a b', '/a%20b'],
    ['/100%', '/100%25'],
    ['BOTTLEROCKET-ROOT-A:/usr', '/BOTTLEROCKET-ROOT-A%3A/usr'],
    ['//evil.example/x', '/evil.example/x'],
    ['/a/../../../etc/passwd', '/etc/passwd'],
    ['/a/./b/', '/a/b'],
    ['/a?b#c', '/a%3Fb%23c'],
    ['/a\\b', '/a%5Cb'],
    ['/é\u202e\x1b', '/%C3%A9%E2%80%AE%1B'],
    ['/lone\ud800', '/lone%EF%BF%BD'],
    ['', '/'],
    ['..', '/'],
  ])('%j is %s', (path, uri) => {
    expect(nestedUri(path)).toBe(uri);
    expect(uri).toMatch(PATH_ABSOLUTE);
  });

  test('every UTF-16 unit on its own gives a URI', () => {
    const wrong = Array.from({ length: 0x10000 }, (_, unit) => nestedUri(`/x${String.fromCharCode(unit)}y`)).filter((uri) => !PATH_ABSOLUTE.test(uri));
    expect(wrong).toEqual([]);
  });
});

describe('ownFileLocation', () => {
  test.each([
    ['images/lab.img', 'images/lab.img', 'WORKING_FOLDER'],
    ['./lab.img', 'lab.img', 'WORKING_FOLDER'],
    ['c:lab.img', 'c%3Alab.img', 'WORKING_FOLDER'],
    ['/home/ada/lab.img', 'lab.img', 'ELSEWHERE'],
    ['../lab 1.img', 'lab%201.img', 'ELSEWHERE'],
    ['C:\\images\\lab.img', 'lab.img', 'ELSEWHERE'],
  ])('%s is %s of %s', (path, uri, uriBaseId) => {
    expect(ownFileLocation(path)).toEqual({ uri, uriBaseId });
  });
});

test('an anchor has to name a file', () => {
  expect(repositoryUri('variants/aws dev/Cargo.toml')).toBe('variants/aws%20dev/Cargo.toml');
  expect(() => repositoryUri('..')).toThrow(RangeError);
});
