import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleBytes, seededRandom } from '../../compression/fixtures/sample-bytes.ts';
import { readBytes } from '../block-source.ts';
import type { ServerInput } from './fixtures/misbehaving-server.ts';
import { openUrlSource, readUrlIdentity, urlFailure } from './open-url.ts';
import { UrlError } from './url-error.ts';
import type { UrlLimits } from './url-limits.ts';
import { urlSource } from './url-source.ts';

const MIB = 1 << 20;
const FILE = sampleBytes(5 * MIB + 1234, 9);
const LIMITS: UrlLimits = { silence: 400, request: 5000, retries: 2, pause: 10 };
type Seen = readonly { readonly path: string; readonly range: string; readonly authorization: string | undefined }[];

describe('an image behind a URL', () => {
  let server: Worker;
  let base = '';
  let port = 0;
  beforeAll(async () => {
    const workerData: ServerInput = { file: FILE };
    server = new Worker(new URL('./fixtures/misbehaving-server.ts', import.meta.url), { workerData });
    [port] = (await once(server, 'message')) as [number];
    base = `http://127.0.0.1:${port}`;
  });
  afterAll(() => server.terminate());

  async function seen(path: string): Promise<Seen> {
    server.postMessage('seen');
    const [all] = (await once(server, 'message')) as [Seen];
    return all.filter((request) => request.path.startsWith(path));
  }
  const open = (path: string, origin = base) => openUrlSource(`${origin}${path}`, LIMITS);
  function readAll(path: string, origin = base): Buffer {
    const source = open(path, origin);
    try {
      return Buffer.from(readBytes(source, 0, source.length));
    } finally {
      source.close();
    }
  }

  it.each([
    ['a server with a strong ETag', '/good/one'],
    ['a server with Last-Modified alone', '/dated/one'],
    ['a server with a weak ETag and Last-Modified', '/weak/one'],
    ['a server that resets every other connection', '/resets/one'],
    ['a server that is busy every other time', '/busy/one'],
    ['redirects', '/redirects/one'],
    ['a redirect to what expires after a while', '/to-expiring/one'],
  ])('is read whole from %s', (_, path) => {
    expect(readAll(path).equals(FILE)).toBe(true);
  });

  it('is read at any place, also through what a worker opens from a description', () => {
    const source = open('/good/places');
    const random = seededRandom(3);
    for (let count = 0; count < 40; count++) {
      const offset = Math.floor(random() * FILE.length);
      const length = Math.floor(random() ** 3 * (FILE.length - offset));
      expect(Buffer.from(readBytes(source, offset, length)).equals(FILE.subarray(offset, offset + length)), `${length} at ${offset}`).toBe(true);
    }
    const description = source.describe();
    if (description.kind !== 'url') throw new Error(description.kind);
    const part = urlSource(description.store, 1000, 2 * MIB);
    expect(Buffer.from(readBytes(part, 5, MIB)).equals(FILE.subarray(1005, 1005 + MIB))).toBe(true);
    expect(() => readBytes(source, FILE.length, 1)).toThrow(/readable range ends/);
    source.close();
  });

  it('asks for a mebibyte and more at once, and for no byte twice while it is kept', async () => {
    expect(readAll('/good/requests').equals(FILE)).toBe(true);
    const ranges = (await seen('/good/requests')).map(({ range }) => /^bytes=(\d+)-(\d+)$/.exec(range)!.slice(1).map(Number));
    ranges.sort(([first], [second]) => first! - second!);
    let end = 0;
    for (const [first, last] of ranges) {
      expect([first, first! % MIB]).toEqual([end, 0]);
      end = last! + 1;
    }
    expect(end).toBe(FILE.length);
    expect(ranges.length).toBeLessThanOrEqual(6);
  });

  it('has an identity, asked for anew', async () => {
    const source = open('/good/identity');
    expect(readUrlIdentity(`${base}/good/identity`, LIMITS)).toEqual({ size: FILE.length, etag: '"1"', lastModified: 'Thu, 01 Jan 2026 00:00:00 GMT' });
    expect((await seen('/good/identity')).map(({ range }) => range)).toEqual(['bytes=0-1048575', 'bytes=0-0']);
    source.close();
  });

  it.each([
    ['ignores Range', '/ignores-range/x', /the server ignores Range: .* download the file first/],
    ['changes the file: ETag', '/changes/x', /changed while it was read/],
    ['changes the file: Last-Modified', '/changes-date/x', /changed while it was read/],
    ['says that it changed', '/precondition/x', /changed while it was read/],
    ['has a file that grows', '/grows/x', /changed while it was read/],
    ['sends another range', '/other-range/x', /bytes 0 to 1048575 were asked for, the server sends 1 to 1048576/],
    ['does not say which range', '/no-range/x', /Content-Range/],
    ['sends a Content-Encoding', '/encoded/x', /Content-Encoding \(gzip\)/],
    ['ends too early', '/short/x', /ends after \d+ of \d+ bytes/],
    ['sends too much', '/long/x', /sends more than the 1048576 bytes/],
    ['never answers', '/silent/x', /the server is silent for 0.4 s/],
    ['stops answering', '/stalls/x', /the server is silent for 0.4 s/],
    ['resets every connection', '/always-resets/x', /the connection fails \(UND_ERR_SOCKET\)|the connection fails \(ECONNRESET\)/],
    ['fails', '/broken/x', /HTTP status 500/],
    ['refuses', '/forbidden/x', /a presigned URL may have expired/],
    ['has no such file', '/missing/x', /there is no such file/],
    ['cannot tell versions apart', '/anonymous/x', /neither a strong ETag nor Last-Modified/],
    ['redirects for ever', '/loops/x', /more than 5 redirects/],
    ['redirects to nowhere', '/to-nowhere/x', /redirects \(HTTP status 302\) to nowhere/],
    ['redirects to plain HTTP elsewhere', '/elsewhere/x', /redirects to http:\/\/example.org\/file\?\(not shown\), which is not https/],
    ['redirects to a file', '/to-file/x', /which is not https/],
  ])('ends in a UrlError when the server %s', (_, path, message) => {
    const read = () => readAll(`${path}?signature=SECRET`, base.replace('//', '//user:PASSWORD@'));
    expect(read).toThrow(UrlError);
    expect(read).toThrow(message);
    expect(read).not.toThrow(/SECRET|PASSWORD|secret=yes/);
  });

  it('stays failed for every reader, and says why', () => {
    const source = open('/changes/sticky');
    expect(() => readBytes(source, 3 * MIB, 1)).toThrow(/changed/);
    expect(() => readBytes(source, 0, 1)).toThrow(/changed/);
    expect(urlFailure(`${base}/changes/sticky`)?.message).toMatch(/changed/);
    source.close();
  });

  it('names a server that is not there', () => {
    expect(() => open('/x', `http://127.0.0.2:${port}`)).toThrow(/the connection fails \(ECONNREFUSED\)/);
  });

  it.each([
    ['http://example.org/image?key=SECRET', /plain HTTP can be read and changed/],
    ['http://user:SECRET@10.0.0.1/image', /--allow-http/],
    ['https://[nonsense/SECRET', /not a valid URL/],
    ['https://user%:word@127.0.0.1/SECRET', /a % in its user or password/],
  ])('is refused before anything is sent: %s', (url, message) => {
    expect(() => openUrlSource(url, LIMITS)).toThrow(message);
    expect(() => openUrlSource(url, LIMITS)).not.toThrow(/SECRET/);
  });

  it('sends user and password to the server that they are for, and to no other', async () => {
    const withUser = base.replace('//', '//reader:p%40ss@');
    expect(readAll('/good/user', withUser).equals(FILE)).toBe(true);
    const basic = `Basic ${Buffer.from('reader:p@ss').toString('base64')}`;
    expect(new Set((await seen('/good/user')).map(({ authorization }) => authorization))).toEqual(new Set([basic]));
    const before = (await seen('/good/file')).length;
    expect(readAll('/other-host/user', withUser).equals(FILE)).toBe(true);
    expect(new Set((await seen('/good/file')).slice(before).map(({ authorization }) => authorization))).toEqual(new Set([undefined]));
  });
});
