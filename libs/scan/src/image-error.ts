import { ReadError } from '@staticfire/read/bytes';

/** The image could not be opened, or changed while it was read: exit 3. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
}

const SYSTEM_REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EIO: 'the medium reports a read error',
  EISDIR: 'it is a directory',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'no such file',
  ENOTDIR: 'a part of the path is no directory',
  EPERM: 'permission denied',
};

/** An ImageError that names the file, from an error of a reader, of the operating system or of a server. Others → undefined. */
export function toImageError(error: unknown, path: string): ImageError | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof ImageError) return error;
  // By its name: its class comes with the code of the second reader.
  if (error.name === 'GuestfsError' && 'kind' in error && error.kind === 'failed') return new ImageError(`${path}: ${error.message}`, { cause: error });
  if (error instanceof ReadError || error.name === 'UrlError') return new ImageError(`${path}: ${error.message}`, { cause: error });
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === 'ENOTREG') return new ImageError(error.message, { cause: error });
  const reason = code === undefined ? undefined : SYSTEM_REASONS[code];
  return reason === undefined ? undefined : new ImageError(`${path}: ${reason}`, { cause: error });
}
