import { UrlError } from './url-error.ts';

/** Where an image is fetched from. */
export interface ImageUrl {
  /** With its query, without user and password: secret, never to be shown. */
  readonly href: string;
  /** For the origin of `href` alone. */
  readonly authorization: string | undefined;
}

const SCHEME = /^https?:\/\//i;
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;
const HIDDEN_QUERY = '?(not shown)';

/** Whether what was given as a path is meant as a URL. */
export function isImageUrl(path: string): boolean {
  return SCHEME.test(path);
}

/** Throws a UrlError for what is no URL, and for plain HTTP to another host unless that is allowed. */
export function parseImageUrl(text: string, allowHttp: boolean): ImageUrl {
  const url = URL.parse(text);
  if (url === null) throw new UrlError('this is not a valid URL');
  if (url.protocol === 'http:' && !allowHttp && !isLoopback(url)) {
    throw new UrlError('plain HTTP can be read and changed by anybody on the way: use https://, or --allow-http where that is known to be safe');
  }
  const credentials = `${decodePart(url.username)}:${decodePart(url.password)}`;
  const authorization = credentials === ':' ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`;
  url.username = '';
  url.password = '';
  url.hash = '';
  return { href: url.href, authorization };
}

export function isLoopback({ hostname }: URL): boolean {
  return LOOPBACK.test(hostname);
}

/** A path or URL as it may be shown: user, password and query, which may sign it, are left out. */
export function showLocation(path: string): string {
  if (!isImageUrl(path)) return path;
  const url = URL.parse(path);
  return url === null ? 'a URL' : showUrl(url);
}

export function showUrl({ origin, pathname, search }: URL): string {
  return `${origin}${pathname}${search === '' ? '' : HIDDEN_QUERY}`;
}

function decodePart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new UrlError('this is not a valid URL: a % in its user or password is written %25');
  }
}
