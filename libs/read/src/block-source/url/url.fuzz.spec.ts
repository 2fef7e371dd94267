import { fuzzDecoder } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { afterAll, beforeAll, expect } from 'vitest';
import { parseImageUrl } from './image-url.ts';
import { RangeClient } from './range-client.ts';
import { UrlError } from './url-error.ts';

const LIMITS = { silence: 1000, request: 5000, retries: 1, pause: 0 };
const FILE = Buffer.alloc(64, 'a');
const FIRST = 16;

/** What was asked for. */
const RIGHT = 'right';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly pieces: readonly Uint8Array[] | typeof RIGHT;
}

const number = fc.oneof(fc.constantFrom('0', '1', '15', '16', '63', '64', '999999999999999', '-1', '1e3', ''), fc.nat(80).map(String));
const range = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(RIGHT, RIGHT, 'bytes 0-15/64', 'bytes 0-15/16') },
  { weight: 2, arbitrary: fc.tuple(number, number, number).map(([first, last, size]) => `bytes ${first}-${last}/${size}`) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme-ascii', maxLength: 12 }).map((text) => text.trim()) },
);
const headers = fc
  .record(
    {
      'content-range': range,
      etag: fc.constantFrom('"a"', '"a"', '"b"', 'W/"a"', 'a'),
      'last-modified': fc.constantFrom('Thu, 26 Nov 2026 00:00:00 GMT', 'never'),
      'content-encoding': fc.constantFrom('identity', 'gzip', 'x'),
      location: fc.constantFrom('/b', 'https://b.invalid/', 'http://b.invalid/', 'file:///etc/passwd', '::', 'https://u:p@b.invalid/'),
    },
    { requiredKeys: ['content-range'] },
  )
  .map((all): Readonly<Record<string, string>> => all);
const status = fc.oneof(
  { weight: 4, arbitrary: fc.constant(206) },
  { weight: 1, arbitrary: fc.constantFrom(200, 301, 307, 401, 403, 404, 412, 416, 500, 503) },
);
const pieces = fc.oneof(
  { weight: 3, arbitrary: fc.constant<typeof RIGHT>(RIGHT) },
  { weight: 1, arbitrary: fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 3 }) },
);
const answers = fc.array(fc.record({ status, headers, pieces }), { minLength: 1, maxLength: 4 });

const fuzz = fuzzDecoder('url', ['answers of status, headers and pieces', 'words of URLs']);
let queue: readonly Answer[] = [];
let answered = 0;
const realFetch = globalThis.fetch;
/** Instead of a connection: the answers in turn, again and again. */
beforeAll(() => {
  globalThis.fetch = async (_, request) => responseOf(queue[answered++ % queue.length]!, new Headers(request?.headers).get('range') ?? '');
});
afterAll(() => {
  globalThis.fetch = realFetch;
});

fuzz.asyncProperty(
  'any answers to range requests end in the bytes that were asked for, or in a UrlError',
  answers,
  async (list) => {
    queue = list;
    answered = 0;
    try {
      const client = new RangeClient({ href: 'https://a.invalid/image?secret', authorization: 'Basic eA==' }, LIMITS);
      const { identity, start } = await client.open(FIRST);
      expect(start.length).toBe(Math.min(FIRST, identity.size));
      let length = 0;
      await client.fetch(FIRST, 48, (bytes) => {
        length += bytes.length;
      });
      expect(length).toBe(Math.min(48, identity.size - FIRST));
      return 'fetched';
    } catch (error) {
      return refusalOf(error);
    }
  },
  { outcomes: ['fetched', 'refused'] },
);

const urlWord = fc.oneof(
  fc.constantFrom('https://', 'http://', 'a', ':', '@', '%', '%41', '%zz', '/', '?', '#', '[::1]', '127.0.0.1', 'secret', ' ', '\\'),
  fc.string(),
);
fuzz.property(
  'any text is a URL, or ends in a UrlError',
  fc.tuple(fc.array(urlWord, { maxLength: 8 }), fc.boolean()),
  ([words, allowHttp]) => {
    try {
      parseImageUrl(`https://${words.join('')}`, allowHttp);
      return 'parsed';
    } catch (error) {
      return refusalOf(error);
    }
  },
  { outcomes: ['parsed', 'refused'] },
);

function refusalOf(error: unknown): string {
  if (!(error instanceof UrlError)) throw error;
  expect(error.message).not.toContain('?secret');
  return 'refused';
}

function responseOf({ status: code, headers: fields, pieces: parts }: Answer, asked: string): Response {
  const [first = 0, last = 0] = asked.replace('bytes=', '').split('-').map(Number);
  const body = new ReadableStream({
    start(controller) {
      for (const part of parts === RIGHT ? [FILE.subarray(first, last + 1)] : parts) if (part.length > 0) controller.enqueue(part);
      controller.close();
    },
  });
  const right = { 'content-range': `bytes ${first}-${last}/${FILE.length}` };
  return new Response(body, { status: code, headers: { ...fields, ...(fields['content-range'] === RIGHT ? right : {}) } });
}
