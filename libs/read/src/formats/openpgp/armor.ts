import { ByteView, FormatError } from '../../bytes/index.ts';

const BEGIN = /^-----BEGIN PGP ([A-Z ,/\d]{1,40})-----[ \t]*$/;
const CHECKSUM = /^=[A-Za-z\d+/]{4}$/;
const BASE64 = /^[A-Za-z\d+/]+={0,2}$/;
const MARK = '-----BEGIN PGP ';
const CRC24_START = 0xb704ce;
const CRC24_POLYNOMIAL = 0x1864cfb;

/**
 * The packets inside ASCII armor (RFC 4880, section 6.2), with the checksum held against them where there is one; a view that does not start with an
 * armor header line as it is. `armored` says which. Offsets in errors are then those of the armor's start. Armor that is none → FormatError.
 */
export function decodeArmor(view: ByteView): { readonly packets: ByteView; readonly armored: boolean } {
  if (Buffer.from(view.bytes.subarray(0, MARK.length)).toString('latin1') !== MARK) return { packets: view, armored: false };
  const lines = Buffer.from(view.bytes)
    .toString('latin1')
    .split('\n')
    .map((line) => line.trimEnd());
  const kind = BEGIN.exec(lines[0]!)?.[1];
  const blank = lines.indexOf('');
  const end = lines.indexOf(`-----END PGP ${kind}-----`);
  if (kind === undefined || blank < 0 || end < blank) throw broken(view, 'a header line, a blank line and a line that ends it');
  const body = lines.slice(blank + 1, end);
  const checksum = CHECKSUM.test(body.at(-1) ?? '') ? body.pop() : undefined;
  const text = body.join('');
  if (!BASE64.test(text) || text.length % 4 !== 0) throw broken(view, 'base64');
  const bytes = Buffer.from(text, 'base64');
  if (checksum !== undefined && Buffer.from(checksum.slice(1), 'base64').readUIntBE(0, 3) !== crc24(bytes))
    throw broken(view, 'bytes with the checksum behind them');
  return { packets: new ByteView(bytes, view.structure, view.offset), armored: true };
}

function broken({ structure, offset }: ByteView, expected: string): FormatError {
  return new FormatError({ structure, field: 'ASCII armor', offset, expected });
}

/** Section 6.1. */
function crc24(bytes: Uint8Array): number {
  let crc = CRC24_START;
  for (const byte of bytes) {
    crc ^= byte << 16;
    for (let bit = 0; bit < 8; bit++) {
      crc <<= 1;
      if ((crc & 0x1000000) !== 0) crc ^= CRC24_POLYNOMIAL;
    }
  }
  return crc & 0xffffff;
}
