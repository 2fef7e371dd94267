import { describe, expect, it } from 'vitest';
import { NO_LOG } from '../collector.ts';
import { evidenceOf } from '../fixtures/boot-evidence.ts';
import { encodeBootConfig } from '../fixtures/encode-boot-config.ts';
import { readVerityTable } from './read-verity-table.ts';

const table = (letter: string) => `root,,,ro,0 8 verity 1 PARTUUID=a PARTUUID=b 4096 4096 1 1 sha256 ${letter.repeat(64)} -`;

function rootHash(linux: string, bootconfig?: string | Buffer, initrd = 'initrd ($private)/bootconfig.data'): string | undefined {
  const data = typeof bootconfig === 'string' ? encodeBootConfig(bootconfig) : bootconfig;
  const BOOT = { '/grub/grub.cfg': `menuentry m {\n linux ($root)/vmlinuz ${linux}\n ${initrd}\n}\n` };
  return readVerityTable(evidenceOf({ BOOT, PRIVATE: data === undefined ? {} : { '/bootconfig.data': data } }), NO_LOG)?.rootHash[0];
}

const OWN = `bootconfig root=/dev/dm-0 ro dm-mod.create="${table('a')}"`;

describe('readVerityTable', () => {
  it.each([
    ['grub.cfg’s', OWN, undefined, 'a'],
    ['the last one', `${OWN} dm-mod.create="${table('b')}"`, undefined, 'b'],
    ['the last one, whose name has an underscore', `${OWN} dm_mod.create="${table('b')}"`, undefined, 'b'],
    ['none', 'bootconfig ro', undefined, undefined],
    ['not what stands behind the dashes', `ro -- dm-mod.create="${table('b')}"`, undefined, undefined],
    ['grub.cfg’s, as bootconfig’s stands before it', OWN, `kernel.dm-mod.create = "${table('b')}"\n`, 'a'],
    ['bootconfig’s where grub.cfg has none', 'bootconfig ro', `kernel.dm-mod.create = "${table('b')}"\n`, 'b'],
    ['not that of a boot configuration which does not apply', 'ro', `kernel.dm-mod.create = "${table('b')}"\n`, undefined],
    ['bootconfig’s where a quote behind it swallows grub.cfg’s', OWN, `kernel.dm-mod.create = "${table('b')}"\nkernel.x = 'a"b'\n`, 'b'],
    ['none where a quote swallows grub.cfg’s', OWN, `kernel.x = 'a"b'\n`, undefined],
    [
      'grub.cfg’s where the kernel refuses the boot configuration',
      OWN,
      Buffer.from(encodeBootConfig('kernel.x = 1\n').map((byte, at) => (at === 0 ? byte ^ 1 : byte))),
      'a',
    ],
  ])('takes %s', (_, linux, bootconfig, expected) => expect(rootHash(linux, bootconfig)).toBe(expected));

  it('is open where another initrd may have words that count', () => {
    expect(() => rootHash(OWN, undefined, 'initrd ($root)/x')).toThrow(/initrd/);
  });
});
