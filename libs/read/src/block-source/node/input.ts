import type { BlockSource } from '../block-source.ts';
import { isImageUrl } from '../url/image-url.ts';
import { openUrlSource, readUrlIdentity, urlFailure } from '../url/open-url.ts';
import type { UrlError } from '../url/url-error.ts';
import { type FileIdentity, openFileSource, readFileIdentity } from './file/index.ts';

/** The bytes of a file, or behind an http(s) URL. Throws the operating system's error, or UrlError. */
export function openInput(path: string): BlockSource {
  return isImageUrl(path) ? openUrlSource(path) : openFileSource(path);
}

/** What tells whether it changed. Of a URL: length, ETag and Last-Modified, as the server gives them now; a UrlError when they are others than before. */
export function readInputIdentity(path: string): FileIdentity {
  if (!isImageUrl(path)) return readFileIdentity(path);
  const { size, etag, lastModified } = readUrlIdentity(path);
  const milliseconds = Date.parse(lastModified ?? '');
  const modified = Number.isNaN(milliseconds) ? '0' : String(BigInt(milliseconds) * 1_000_000n);
  return { size, modified, changed: '0', inode: '0', ...(etag === undefined ? {} : { etag }) };
}

/** Why an input that is open can no longer be read: what went wrong in another thread is an error without a name here. */
export function inputFailure(path: string): UrlError | undefined {
  return isImageUrl(path) ? urlFailure(path) : undefined;
}
