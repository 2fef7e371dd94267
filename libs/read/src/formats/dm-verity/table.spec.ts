import { describe, expect, it } from 'vitest';
import { parseVerityTable } from './table.ts';

const ROOT = '4b'.repeat(32);
const SALT = '2a'.repeat(32);
const LINE = `0 17712 verity 1 PARTUUID=$boot_uuid/PARTNROFF=1 PARTUUID=$boot_uuid/PARTNROFF=2 4096 4096 2214 1 sha256 ${ROOT} ${SALT}`;

describe('parseVerityTable', () => {
  it('reads every field of the table that Bottlerocket writes', () => {
    const table = parseVerityTable(`root,,,ro,${LINE} 2 restart_on_corruption ignore_zero_blocks`);
    expect(table).toEqual({
      deviceName: 'root',
      readOnly: true,
      startSector: 0,
      sectors: 17712,
      version: 1,
      dataDevice: 'PARTUUID=$boot_uuid/PARTNROFF=1',
      hashDevice: 'PARTUUID=$boot_uuid/PARTNROFF=2',
      dataBlockSize: 4096,
      hashBlockSize: 4096,
      dataBlocks: 2214,
      hashStartBlock: 1,
      algorithm: 'sha256',
      rootHash: ROOT,
      salt: Buffer.from(SALT, 'hex'),
      options: ['restart_on_corruption', 'ignore_zero_blocks'],
    });
  });

  it('takes no options and no salt', () => {
    expect(parseVerityTable(`root,,,rw,${LINE.replace(SALT, '-')}`)).toMatchObject({ readOnly: false, salt: new Uint8Array(), options: [] });
  });

  it.each([
    ['two devices', `root,,,ro,${LINE};other,,,ro,${LINE}`, /devices/],
    ['two table lines', `root,,,ro,${LINE},${LINE}`, /table lines/],
    ['another target', `root,,,ro,${LINE.replace('verity', 'linear')}`, /target.*linear/],
    ['format 0', `root,,,ro,${LINE.replace('verity 1', 'verity 0')}`, /version/],
    ['another algorithm', `root,,,ro,${LINE.replace('sha256', 'md5')}`, /algorithm.*md5/],
    ['a wrong count of options', `root,,,ro,${LINE} 3 restart_on_corruption`, /optional arguments/],
    ['a short root hash', `root,,,ro,${LINE.replace(ROOT, 'ab')}`, /root digest/],
    ['an odd salt', `root,,,ro,${LINE.replace(SALT, 'abc')}`, /salt/],
    ['a block size that is no power of two', `root,,,ro,${LINE.replace('4096 4096', '4095 4096')}`, /data_block_size/],
    ['a negative count', `root,,,ro,${LINE.replace('2214', '-2214')}`, /num_data_blocks/],
    ['too few words', 'root,,,ro,0 8 verity 1', /words/],
    ['no flags', 'root', /device/],
  ])('refuses %s', (_, text, message) => {
    expect(() => parseVerityTable(text)).toThrow(message);
  });
});
