export { ByteView } from './byte-view.ts';
export { crc32c } from './crc32c.ts';
export { decodeText } from './decode-text.ts';
export { type DerElement, DerTag, decodeOid, expectDer, readDer } from './der.ts';
export { decodeFileName, encodeFileName } from './file-name.ts';
export { matchesGlob } from './file-name-glob.ts';
export { formatUuid } from './format-uuid.ts';
export { FormatError, LimitError, ReadError, type ReadErrorDetail, type ReadErrorKind, UnsupportedError } from './read-error.ts';
export { reviveReadError } from './revive-read-error.ts';
