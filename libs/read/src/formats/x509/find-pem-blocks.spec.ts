import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReadError } from '../../bytes/index.ts';
import { decodePemCertificate, findPemBlocks } from './index.ts';

const find = (text: string) => findPemBlocks(Buffer.from(text));
const block = (text: string, label = 'CERTIFICATE') => `-----BEGIN ${label}-----\n${text}\n-----END ${label}-----\n`;
const decode = (text: string) => decodePemCertificate(find(text)[0]!);

describe('findPemBlocks', () => {
  it('names place and type of each, whatever stands between them', () => {
    const text = `# ö\n${block('QUJD')}text\r\n${block('REVG', 'X509 CRL')}`;
    expect(find(text)).toEqual([
      { label: 'CERTIFICATE', offset: 5, text: '\nQUJD\n' },
      { label: 'X509 CRL', offset: Buffer.from(text).indexOf('-----BEGIN X509'), text: '\nREVG\n' },
    ]);
  });

  it.each<[string, string, (string | undefined)[]]>([
    ['no end', '-----BEGIN CERTIFICATE-----\nQUJD\n', [undefined]],
    ['another begin before the end', `-----BEGIN CERTIFICATE-----\nQUJD\n${block('REVG')}`, [undefined, '\nREVG\n']],
    ['the end of another type', '-----BEGIN CERTIFICATE-----\nQUJD\n-----END X-----\n', [undefined]],
    ['an end alone', '-----END CERTIFICATE-----\n', []],
    ['nothing', '', []],
  ])('%s', (_, text, texts) => expect(find(text).map((each) => each.text)).toEqual(texts));

  it('refuses more than 10 000', () => expect(() => find(block('').repeat(10_002))).toThrow(/at most 10000/));
});

describe('decodePemCertificate', () => {
  it('takes line ends of any kind', () => expect(decode(block('QU\r\nJD'))).toEqual(Buffer.from('ABC')));
  it.each([
    [block('QUJD', 'TRUSTED CERTIFICATE'), /at byte 0: a block of type TRUSTED CERTIFICATE is not read/],
    ['-----BEGIN CERTIFICATE-----\nQUJD', /at byte 0: expected a line END CERTIFICATE/],
    [block('QUJ*'), /at byte 0: expected base64/],
    [block('QUJ'), /expected base64/],
    [block('Q=JD'), /expected base64/],
  ])('%j', (text, message) => expect(() => decode(text)).toThrow(message));

  it('any bytes end in blocks, each in DER or in one of our errors', () => {
    const piece = fc.oneof(fc.constantFrom(block('QUJD'), '-----BEGIN ', 'CERTIFICATE', '-----', '-----END ', '\n', 'QUJD', '='), fc.string());
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        for (const each of find(pieces.join(''))) {
          try {
            expect(decodePemCertificate(each)).toBeInstanceOf(Uint8Array);
          } catch (error) {
            expect(error).toBeInstanceOf(ReadError);
          }
        }
      }),
    );
  });
});
