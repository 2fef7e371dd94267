import type { ArtifactLocation } from 'sarif';

/** Base of files that were named relative to the folder in which staticfire ran. */
export const WORKING_FOLDER = 'WORKING_FOLDER';
/** Base of files that were named with an absolute path, or above that folder: only their name goes into the URI. */
export const ELSEWHERE = 'ELSEWHERE';

const DRIVE = /^[A-Za-z]:[\\/]/;

/** A path inside an image as a relative reference that begins with one slash (SARIF 3.24.2, RFC 3986): `..` never leads out, no segment is a scheme or an authority. */
export function nestedUri(path: string): string {
  return `/${encodePath(path)}`;
}

/** A file of the repository, relative to its root. Throws RangeError when the path names none. */
export function repositoryUri(path: string): string {
  const uri = encodePath(path);
  if (uri === '') throw new RangeError('anchor: the path names no file');
  return uri;
}

/** A file that the user named on the command line or in the configuration. */
export function ownFileLocation(path: string): ArtifactLocation {
  const absolute = path.startsWith('/') || DRIVE.test(path);
  const segments = DRIVE.test(path) ? path.split(/[\\/]/) : path.split('/');
  if (!absolute && !segments.includes('..')) return { uri: encodePath(path), uriBaseId: WORKING_FOLDER };
  return { uri: encodePath(segments.at(-1) ?? ''), uriBaseId: ELSEWHERE };
}

function encodePath(path: string): string {
  return resolveDots(path.split('/')).map(encodeSegment).join('/');
}

function resolveDots(segments: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (const segment of segments) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  return kept;
}

/** A lone surrogate has no UTF-8 form: U+FFFD stands for it, as URI parsers do. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.toWellFormed());
}
