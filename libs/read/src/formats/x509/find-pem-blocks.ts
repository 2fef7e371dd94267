import { FormatError, LimitError, UnsupportedError } from '../../bytes/index.ts';

/** Text between two lines of PEM (RFC 7468). */
export interface PemBlock {
  /** CERTIFICATE … */
  readonly label: string;
  /** Of its first line in the file. */
  readonly offset: number;
  /** Base64 with white space; undefined when the last line is missing. */
  readonly text: string | undefined;
}

const BOUNDARY = /-----(BEGIN|END) ([A-Z0-9 ]{1,64})-----/g;
const BASE64 = /^[A-Za-z\d+/]*={0,2}$/;
const LABELS = ['CERTIFICATE', 'X509 CERTIFICATE'];
const MAX_BLOCKS = 10_000;
const STRUCTURE = 'PEM';

/** The blocks of a file, in its order; whatever stands between them is comment. More than 10 000 → LimitError. */
export function findPemBlocks(bytes: Uint8Array): readonly PemBlock[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const blocks: PemBlock[] = [];
  let open: { readonly label: string; readonly offset: number; readonly start: number } | undefined;
  for (const { 1: kind, 2: label, index, 0: line } of text.matchAll(BOUNDARY)) {
    const closes = kind === 'END' && label === open?.label;
    if (open !== undefined && (closes || kind === 'BEGIN')) blocks.push({ ...place(open), text: closes ? text.slice(open.start, index) : undefined });
    if (blocks.length > MAX_BLOCKS) throw new LimitError({ structure: STRUCTURE, field: 'blocks', found: blocks.length, expected: `at most ${MAX_BLOCKS}` });
    open = kind === 'BEGIN' ? { label: label!, offset: index, start: index + line.length } : closes ? undefined : open;
  }
  return open === undefined ? blocks : [...blocks, { ...place(open), text: undefined }];
}

function place({ label, offset }: { readonly label: string; readonly offset: number }): Pick<PemBlock, 'label' | 'offset'> {
  return { label, offset };
}

/** DER of a certificate. A label that is none of certificates → UnsupportedError; no end, or other letters than base64 has → FormatError. */
export function decodePemCertificate({ label, offset, text }: PemBlock): Uint8Array {
  if (!LABELS.includes(label)) throw new UnsupportedError({ structure: STRUCTURE, offset, message: `a block of type ${label} is not read` });
  if (text === undefined) throw new FormatError({ structure: STRUCTURE, offset, expected: `a line END ${label}` });
  const letters = text.replace(/\s+/g, '');
  if (letters.length % 4 !== 0 || !BASE64.test(letters)) throw new FormatError({ structure: STRUCTURE, offset, expected: 'base64' });
  return Buffer.from(letters, 'base64');
}
