import { describe, expect, it } from 'vitest';
import { Damaged, derivedValue, type Given } from '../fixtures/derived-fact.ts';
import { kernelConfig, kernelModules } from '../fixtures/kernel-facts.ts';

const bootKernel = {
  partition: 'BOOT',
  path: '/vmlinuz',
  insideUki: false,
  length: 1,
  sha256: '',
  format: 'bzImage',
  hasConfig: true,
  signatures: [],
  signed: false,
  hmacs: [],
};
const options = (changes: Given = {}) =>
  derivedValue('kernel.options', { 'kernel.config': kernelConfig({ X86_64: 'y', KEXEC: 'n', BINFMT_MISC: 'm', LSM: 'yama,selinux' }), ...changes });

describe('kernel.options', () => {
  it('holds the options that are not off, by name', async () => {
    expect(await options()).toEqual({ architecture: 'x86_64', release: 612, options: { BINFMT_MISC: 'm', LSM: 'yama,selinux', X86_64: 'y' } });
  });

  it.each<[string, Given, unknown]>([
    ['the kernel says what it runs on', { 'boot.kernel': { ...bootKernel, architecture: 'aarch64' } }, { architecture: 'aarch64' }],
    ['the kernel says its release', { 'boot.kernel': { ...bootKernel, release: '6.1.112' } }, { architecture: 'x86_64', release: 601 }],
    ['its header says its release', { 'boot.kernel': { ...bootKernel, headerRelease: '5.15.3' } }, { release: 515 }],
    ['its options say it', { 'kernel.config': kernelConfig({ ARM64: 'y' }) }, { architecture: 'aarch64' }],
    [
      'the folder of modules says the release',
      { 'kernel.modules': { ...kernelModules([]), folders: [{ path: '', kernel: '5.4.1', files: [], modules: 0 }] } },
      { release: 504 },
    ],
  ])('%s', async (_, changes, expected) => expect(await options(changes)).toMatchObject(expected as object));

  it.each<[string, Given, string | undefined]>([
    [
      'an element that cannot be read',
      { 'kernel.config': { ...kernelConfig({ X86_64: 'y' }), options: [{ $unreadable: { kind: 'format', structure: 's', message: 'lost' } }] } },
      'lost',
    ],
    ['a configuration that cannot be read', { 'kernel.config': new Damaged('lost') }, 'lost'],
    ['no option', { 'kernel.config': kernelConfig({}) }, 'no copy of the kernel’s configuration could be read'],
    ['no release', { 'kernel.config': { ...kernelConfig({ X86_64: 'y' }), copies: [] } }, 'the release of the kernel is not known'],
    ['no architecture', { 'kernel.config': kernelConfig({ MODULES: 'y' }) }, 'what the kernel runs on is not known'],
    ['no configuration', { 'kernel.config': undefined }, undefined],
  ])('is not known with %s', async (_, changes, expected) => expect(await options(changes)).toBe(expected));
});
