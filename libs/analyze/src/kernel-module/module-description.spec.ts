import { describe, expect, it } from 'vitest';
import { describeModule, describeSigner } from './module-description.ts';

const signer = { digestOid: '1.2.3', signatureOid: '', signature: new Uint8Array() };

describe('describeModule', () => {
  it('takes the first of each', () => {
    const entries = Object.entries({ license: 'GPL', vermagic: '6.1.0 SMP ', depends: 'cdrom,crc-itu-t', alias: 'fs-udf' }).map(([key, value]) => ({
      key,
      value,
    }));
    expect(describeModule([...entries, { key: 'license', value: 'X' }])).toEqual({ license: 'GPL', vermagic: '6.1.0 SMP', depends: ['cdrom', 'crc-itu-t'] });
  });

  it.each([[[]], [[{ key: 'depends', value: '' }]]])('leaves out what is not said: %j', (entries) => expect(describeModule(entries)).toEqual({ depends: [] }));
});

describe('describeSigner', () => {
  it.each([
    [
      { issuer: { name: new Uint8Array(), commonName: 'Key', serial: '0a' }, hash: 'sha512' as const },
      { signer: 'Key', keyId: '0a', hash: 'sha512' },
    ],
    [{ issuer: { name: new Uint8Array(), serial: '0a' } }, { keyId: '0a', hash: '1.2.3' }],
    [{ keyId: 'ff' }, { keyId: 'ff', hash: '1.2.3' }],
  ])('%#', (changes, expected) => expect(describeSigner({ ...signer, ...changes })).toEqual(expected));
});
