import { type ImageUrl, isLoopback, showUrl } from './image-url.ts';
import { UrlError } from './url-error.ts';
import type { UrlLimits } from './url-limits.ts';

const REDIRECTS_LIMIT = 5;
const REDIRECTS = [301, 302, 303, 307, 308];
/** What may be otherwise a moment later. */
const PASSING = [408, 425, 429, 500, 502, 503, 504];
/** What a URL that was signed for a while, and that a redirect led to, may answer later. */
const EXPIRED = [400, 401, 403, 404, 410];
const STATUS_WORDS: Readonly<Record<number, string>> = {
  401: 'the server wants to know who asks',
  403: 'the server refuses it; a presigned URL may have expired',
  404: 'there is no such file',
  407: 'a proxy is in the way',
  410: 'there is no such file any more',
};
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ALTNAME/;

/** A failure that another try may mend. */
class PassingError extends Error {}

/** What tells one version of a remote file from another. */
export interface UrlIdentity {
  readonly size: number;
  /** A strong one. */
  readonly etag?: string;
  /** As the server writes it. */
  readonly lastModified?: string;
}

/** The first bytes of a file, and what the server says of it. */
export interface OpenedUrl {
  readonly identity: UrlIdentity;
  readonly start: Uint8Array;
}

/** Fetches ranges of one file, each of them of the version that was opened. Throws UrlError. */
export class RangeClient {
  readonly #url: ImageUrl;
  readonly #limits: UrlLimits;
  #target: URL;
  #identity: UrlIdentity | undefined;

  constructor(url: ImageUrl, limits: UrlLimits) {
    this.#url = url;
    this.#limits = limits;
    this.#target = new URL(url.href);
  }

  /** Opens the file by its first `length` bytes, or as many as it has. */
  async open(length: number): Promise<OpenedUrl> {
    const start = new Uint8Array(length);
    let end = 0;
    const take = (bytes: Uint8Array) => {
      start.set(bytes, end);
      end += bytes.length;
    };
    await this.#retry(() => {
      end = 0;
      return this.#fetchRange(0, length, take);
    });
    return { identity: this.#identity!, start: start.subarray(0, end) };
  }

  /** Hands `length` bytes from `offset` on to `take`, piece by piece, each of them good until it returns; what was taken before a failure is not fetched again. */
  async fetch(offset: number, length: number, take: (bytes: Uint8Array) => void): Promise<void> {
    let done = 0;
    await this.#retry(() =>
      this.#fetchRange(offset + done, length - done, (bytes) => {
        done += bytes.length;
        take(bytes);
      }),
    );
  }

  async #retry(attempt: () => Promise<void>): Promise<void> {
    for (let count = 0; ; count++) {
      try {
        return await attempt();
      } catch (error) {
        if (error instanceof UrlError) throw error;
        const reason = error instanceof PassingError ? error.message : describeFailure(error);
        if (count >= this.#limits.retries || !(error instanceof PassingError || isPassing(error))) throw new UrlError(reason);
        await new Promise((resolve) => setTimeout(resolve, this.#limits.pause * 4 ** count));
      }
    }
  }

  async #fetchRange(offset: number, length: number, take: (bytes: Uint8Array) => void): Promise<void> {
    const watch = new Watch(this.#limits);
    try {
      const response = await this.#request({ range: `bytes=${offset}-${offset + length - 1}`, ...this.#condition() }, watch);
      const expected = this.#checkAnswer(response, offset, length);
      let done = 0;
      for await (const bytes of response.body ?? []) {
        watch.heard();
        if (done + bytes.length > expected) throw new UrlError(`the server sends more than the ${expected} bytes from ${offset} that it announces`);
        done += bytes.length;
        take(bytes);
        // Nobody else has it, and the garbage collector would let 64 MiB of such memory gather.
        if (bytes.buffer.byteLength === bytes.length) (bytes.buffer as ArrayBuffer).transfer(0);
      }
      if (done < expected) throw new PassingError(`the server ends after ${done} of ${expected} bytes from ${offset}`);
    } catch (error) {
      throw watch.reason ?? error;
    } finally {
      watch.end();
    }
  }

  /** Follows redirects; the first answer that is none. With Range, `fetch` by itself accepts no encoding but `identity`. */
  async #request(headers: Readonly<Record<string, string>>, watch: Watch): Promise<Response> {
    let url = this.#target;
    for (let count = 0; count <= REDIRECTS_LIMIT; count++) {
      const response = await fetch(url, { headers: { ...headers, ...this.#credentials(url) }, redirect: 'manual', signal: watch.signal });
      watch.heard();
      if (REDIRECTS.includes(response.status)) {
        await response.body?.cancel();
        url = nextUrl(url, response);
      } else if (EXPIRED.includes(response.status) && this.#target.href !== this.#url.href) {
        await response.body?.cancel();
        this.#target = new URL(this.#url.href);
        url = this.#target;
      } else {
        this.#target = url;
        return response;
      }
    }
    throw new UrlError(`more than ${REDIRECTS_LIMIT} redirects`);
  }

  #credentials(url: URL): Readonly<Record<string, string>> {
    const { href, authorization } = this.#url;
    const mine = authorization !== undefined && url.origin === new URL(href).origin;
    return mine ? { authorization } : {};
  }

  /** That it is still the version that was opened. */
  #condition(): Readonly<Record<string, string>> {
    const { etag, lastModified } = this.#identity ?? {};
    if (etag !== undefined) return { 'if-match': etag };
    return lastModified === undefined ? {} : { 'if-unmodified-since': lastModified };
  }

  /** How many bytes are to come. */
  #checkAnswer(response: Response, offset: number, length: number): number {
    const { status, headers } = response;
    if (status === 412) throw changed();
    if (PASSING.includes(status)) throw new PassingError(`the server answers with HTTP status ${status}`);
    if (status === 200) throw new UrlError('the server ignores Range: it cannot be read in parts; download the file first');
    if (status === 416 && this.#identity !== undefined) throw changed();
    if (status !== 206) throw new UrlError(STATUS_WORDS[status] ?? `the server answers with HTTP status ${status}`);
    const encoding = headers.get('content-encoding') ?? 'identity';
    if (encoding !== 'identity') throw new UrlError(`the server sends it in a Content-Encoding (${encoding}) of its own; ranges of that are of no use`);
    const range = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(headers.get('content-range') ?? '');
    if (range === null) throw new UrlError('the server sends a part without saying which (Content-Range)');
    const [first, last, size] = [Number(range[1]), Number(range[2]), Number(range[3])];
    this.#recognise(headers, size);
    const expected = Math.min(length, size - offset);
    if (first !== offset || last - first + 1 !== expected) {
      throw new UrlError(`bytes ${offset} to ${offset + expected - 1} were asked for, the server sends ${first} to ${last} (Content-Range)`);
    }
    return expected;
  }

  /** Remembers the version at first; then any other one is an error. */
  #recognise(headers: Headers, size: number): void {
    const etag = headers.get('etag') ?? undefined;
    const lastModified = headers.get('last-modified') ?? undefined;
    const strong = etag?.startsWith('"') === true ? etag : undefined;
    const known = this.#identity;
    if (known === undefined) {
      if (strong === undefined && lastModified === undefined)
        throw new UrlError('the server gives neither a strong ETag nor Last-Modified: a change could not be seen');
      this.#identity = { size, ...(strong === undefined ? {} : { etag: strong }), ...(lastModified === undefined ? {} : { lastModified }) };
    } else if (known.size !== size || known.etag !== strong || known.lastModified !== lastModified) {
      throw changed();
    }
  }
}

function nextUrl(from: URL, response: Response): URL {
  const to = URL.parse(response.headers.get('location') ?? '', from.href);
  if (to === null || response.headers.get('location') === null) throw new UrlError(`the server redirects (HTTP status ${response.status}) to nowhere`);
  if (to.protocol === 'https:') return to;
  const same = to.protocol === 'http:' && from.protocol === 'http:' && (to.host === from.host || isLoopback(to));
  if (!same) throw new UrlError(`the server redirects to ${showUrl(to)}, which is not https`);
  return to;
}

function changed(): UrlError {
  return new UrlError('the file on the server changed while it was read; nothing can be said about it');
}

function codeOf(error: unknown): string {
  const { cause, code } = error as { readonly cause?: { readonly code?: unknown }; readonly code?: unknown };
  return String(cause?.code ?? code ?? '');
}

/** Connections break; a certificate or a name stays as it is. */
function isPassing(error: unknown): boolean {
  return !CERTIFICATE.test(codeOf(error)) && codeOf(error) !== 'ENOTFOUND';
}

function describeFailure(error: unknown): string {
  const code = codeOf(error);
  if (CERTIFICATE.test(code)) return `the server's certificate is not trusted (${code}); NODE_EXTRA_CA_CERTS may name a file of further authorities`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `the name of the server is not known (${code}); proxies are not used`;
  return code === '' ? 'the connection fails' : `the connection fails (${code}); proxies are not used`;
}

/** Ends a request that is silent or takes too long. */
class Watch {
  readonly #controller = new AbortController();
  readonly #limits: UrlLimits;
  readonly #whole: NodeJS.Timeout;
  #silence: NodeJS.Timeout;
  reason: PassingError | undefined;

  constructor(limits: UrlLimits) {
    this.#limits = limits;
    this.#whole = setTimeout(() => this.#abort(`the answer to one request takes more than ${limits.request / 1000} s`), limits.request);
    this.#silence = this.#wait();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  heard(): void {
    clearTimeout(this.#silence);
    this.#silence = this.#wait();
  }

  end(): void {
    clearTimeout(this.#silence);
    clearTimeout(this.#whole);
    this.#controller.abort();
  }

  #wait(): NodeJS.Timeout {
    return setTimeout(() => this.#abort(`the server is silent for ${this.#limits.silence / 1000} s`), this.#limits.silence);
  }

  #abort(message: string): void {
    this.reason = new PassingError(message);
    this.#controller.abort();
  }
}
