import { FormatError } from '@staticfire/read/bytes';
import { describe, expect, it } from 'vitest';
import { parseBlkid } from './blkid.ts';

/** What blkid 2.38 says of BOOT-A of the lab's demo image. */
const BOOT = `DEVNAME: /dev/sda3
UUID: 9acf2c64-294d-8600-8c4a-0488bbf5a238
BLOCK_SIZE: 1024
TYPE: ext4
PART_ENTRY_SCHEME: gpt
PART_ENTRY_NAME: BOTTLEROCKET-BOOT-A
PART_ENTRY_UUID: 609d6f86-8f91-8238-9388-ac51ee7de69e
PART_ENTRY_TYPE: 6b636168-7420-6568-2070-6c616e657421
PART_ENTRY_FLAGS: 0x101000000000000
PART_ENTRY_NUMBER: 3
PART_ENTRY_OFFSET: 20480
PART_ENTRY_SIZE: 40960
`;
const OWN = { index: 3, typeGuid: '', guid: '', firstLba: 0, lastLbaInclusive: 0, attributes: 0n, label: 'ours' };

describe('parseBlkid', () => {
  it('gives the entry of the table and what starts there', () => {
    expect(parseBlkid(BOOT, 512, undefined)).toEqual({
      entry: {
        index: 3,
        typeGuid: '6b636168-7420-6568-2070-6c616e657421',
        guid: '609d6f86-8f91-8238-9388-ac51ee7de69e',
        firstLba: 20480,
        lastLbaInclusive: 61439,
        attributes: 0x0101_0000_0000_0000n,
        label: 'BOTTLEROCKET-BOOT-A',
      },
      content: 'ext4',
      uuid: '9acf2c64-294d-8600-8c4a-0488bbf5a238',
      label: '',
    });
  });

  it('counts in the sectors of the disk', () => expect(parseBlkid(BOOT, 4096, undefined).entry).toMatchObject({ firstLba: 2560, lastLbaInclusive: 7679 }));

  it('has no attributes and no content where blkid says nothing of them', () => {
    const text = BOOT.replace(/TYPE: ext4\n/, '').replace(/PART_ENTRY_FLAGS: .*\n/, '');
    expect(parseBlkid(text, 512, undefined)).toMatchObject({ entry: { attributes: 0n } });
    expect(parseBlkid(text, 512, undefined)).not.toHaveProperty('content');
  });

  it.each([
    ['with backslashes', 'a\\ b\\"\\\\x', 'a b"\\x'],
    ['with a control character, that blkid spoils', 'a^Jb', 'ours'],
    ['that is no ASCII', 'M-CM-)', 'ours'],
  ])('a label %s', (_, printed, label) => expect(parseBlkid(BOOT.replace('BOTTLEROCKET-BOOT-A', printed), 512, OWN).entry.label).toBe(label));

  it('takes no field from a later line', () => {
    expect(parseBlkid(`${BOOT}PART_ENTRY_NUMBER: 9\nTYPE: xfs\n`, 512, undefined)).toMatchObject({ entry: { index: 3 }, content: 'ext4' });
  });

  it.each(['', 'PART_ENTRY_NUMBER: x\n', 'PART_ENTRY_NUMBER: -1\n'])('refuses %j', (text) =>
    expect(() => parseBlkid(text, 512, undefined)).toThrow(FormatError),
  );
});
