import { describe, expect, it } from 'vitest';
import { type Disk, evidenceOf } from '../fixtures/boot-evidence.ts';
import { collectWith } from '../fixtures/collect-from.ts';
import { encodeBootConfig } from '../fixtures/encode-boot-config.ts';
import type { BootConfigData } from './boot-config-data.schema.ts';
import { collectBootConfigData } from './collect-boot-config-data.ts';

const GRUB = 'menuentry m {\n linux ($root)/vmlinuz bootconfig\n initrd ($private)/bootconfig.data\n}\n';
const disk = (data: Uint8Array | string, grub = GRUB): Disk => ({ BOOT: { '/grub/grub.cfg': grub }, PRIVATE: { '/bootconfig.data': data } });
const collect = (each: Disk) => collectWith(collectBootConfigData, evidenceOf(each));
const read = async (text: string) => ((await collect(disk(encodeBootConfig(text)))) as { value: BootConfigData }).value;

describe('boot.bootconfig', () => {
  it('lists keys with lines and what they add', async () => {
    expect(await read('kernel.a = 1, "b c"\n\ninit.u = x\nftrace.t\n')).toMatchObject({
      ...{ path: '/bootconfig.data', hasTrailer: true, precedingBytes: 0, applies: true },
      keys: [
        { key: 'kernel.a', values: ['1', 'b c'], line: 1 },
        { key: 'init.u', values: ['x'], line: 3 },
        { key: 'ftrace.t', values: [], line: 4 },
      ],
      ...{ kernelParameters: ['a=1', 'a="b c"'], initParameters: ['u=x'], otherKeys: ['ftrace.t'] },
    });
  });

  it.each([
    ['kernel.a = 1', []],
    ['kernel {}\ninit {}', []],
    ['kernels.a = 1', ['kernels.a']],
    ['initrd = 1', ['initrd']],
    ['a.kernel.b = 1', ['a.kernel.b']],
    ['a = 1', ['a']],
  ])('%j: other keys %j', async (text, expected) => expect((await read(`${text}\n`)).otherKeys).toEqual(expected));

  it('of a build without snippets adds nothing', async () => {
    expect(await read('kernel {}\ninit {}\n')).toMatchObject({ kernelParameters: [], initParameters: [], otherKeys: [] });
  });

  it('is described also where it does not apply', async () => {
    const fact = await collect(disk(encodeBootConfig('kernel.a = 1\n'), GRUB.replace(' bootconfig\n', '\n')));
    expect(fact).toMatchObject({ value: { applies: false, reason: expect.stringContaining('word bootconfig'), kernelParameters: ['a=1'] } });
  });

  it('without a trailer is text that the kernel does not find', async () => {
    const fact = await collect(disk('kernel.a = 1\n'));
    expect(fact).toMatchObject({ value: { hasTrailer: false, applies: true, keys: [], kernelParameters: [] } });
    expect((fact as { value: object }).value).not.toHaveProperty('textLength');
  });

  it.each<[string, Disk, string]>([
    ['there is none', { BOOT: { '/grub/grub.cfg': GRUB }, PRIVATE: {} }, 'absent'],
    ['PRIVATE is damaged', { BOOT: { '/grub/grub.cfg': GRUB }, PRIVATE: 'damaged' }, 'unreadable'],
    ['a brace is not closed', disk(encodeBootConfig('kernel {\n')), 'unreadable'],
    ['grub.cfg is damaged, so that nobody knows whether it applies', disk(encodeBootConfig('kernel.a\n'), '}'), 'unreadable'],
    ['another initrd is handed over', disk(encodeBootConfig('kernel.a\n'), GRUB.replace('initrd ', 'initrd ($root)/x ')), 'unreadable'],
  ])('when %s: %s', async (_, each, state) => expect((await collect(each)).state).toBe(state));
});
