import type { Fact, FactsBody } from '@staticfire/facts';
import { describe, expect, it } from 'vitest';
import { imageText } from './image-text.ts';

const present = (name: string, value: unknown, bank?: 'A' | 'B'): Fact => ({
  name,
  ...(bank === undefined ? {} : { bank }),
  sources: [],
  state: 'present',
  value,
});
const failure = { kind: 'format', structure: 's', message: 'torn' } as const;
const textOf = (facts: readonly Fact[], judgedBank?: 'A' | 'B') => imageText({ ...(judgedBank === undefined ? {} : { judgedBank }), facts } as FactsBody);
const link = (step: string, isThere = true) => ({ step, partition: 'EFI', path: `/${step}`, present: isThere, protectedBy: ['authenticode'], handsOn: 'x' });
const chainWith = (links: readonly unknown[], checks: readonly unknown[] = []) =>
  present('boot.chain', { firmware: 'uefi', links, checks, complete: false, unprotectedInputs: ['PRIVATE /x'] }, 'A');
const secureBoot = (elements: readonly unknown[]) => present('boot.secure-boot', { expected: true, elements }, 'A');
const element = (name: string, isThere: boolean) => ({ element: name, partition: 'EFI', present: isThere });

describe('imageText', () => {
  it('lists partitions as the table has them, without bits and sectors', () => {
    const more = { firstLba: 1, lastLbaInclusive: 8, attributes: { raw: '0x0' } };
    const entry = { index: 2, role: 'EFI', bank: 'A', label: 'EFI-A', guid: 'g', typeGuid: 't', offset: 512, length: 4096 };
    const other = { index: 3, role: 'UNKNOWN', label: '', guid: 'h', typeGuid: 'u', offset: 4608, length: 1 };
    const table = {
      diskGuid: 'd',
      sectorSize: 512,
      diskLength: 8192,
      entries: [
        { ...entry, ...more },
        { ...other, ...more },
      ],
    };
    expect(textOf([present('disk.partitions', table)])).toEqual({ diskLength: 8192, diskGuid: 'd', partitions: [entry, other], banks: [] });
  });

  it.each([
    ['that cannot be read', [{ name: 'disk.partitions', sources: [], state: 'unreadable', error: failure } as Fact], 'torn'],
    ['that is not in the facts', [], 'the facts hold no partition table'],
  ])('says why there are none of a table %s', (_, facts, unread) => {
    expect(textOf(facts)).toEqual({ partitions: [], unreadable: unread, banks: [] });
  });

  it('has every bank with facts of its own, and says which one is judged', () => {
    const facts = [present('boot.era', { era: 'uki-direct' }, 'B'), present('boot.era', { era: 'unknown' }, 'A')];
    const { banks } = textOf(facts, 'B');
    expect(banks).toMatchObject([
      { bank: 'A', judged: false, verity: { state: 'unreadable' } },
      { bank: 'B', judged: true, era: 'uki-direct' },
    ]);
    expect(banks[0]).not.toHaveProperty('era');
    expect(banks[0]).not.toHaveProperty('chain');
    expect(textOf([present('boot.era', { era: 'uki-direct' }, 'A')]).banks).toMatchObject([{ bank: 'A', judged: false }]);
  });

  it('tells the chain, and of Secure Boot what is missing', () => {
    const facts = [chainWith([link('uki'), link('kernel', false)]), secureBoot([element('shim-signature', true), element('uki-signature', false)])];
    expect(textOf(facts).banks[0]!.chain).toEqual({
      links: [link('uki'), link('kernel', false)],
      complete: false,
      unprotectedInputs: ['PRIVATE /x'],
      secureBoot: { expected: true, missing: ['uki-signature'] },
    });
  });

  it('a link that could not be read is not there, and says why', () => {
    const { links } = textOf([chainWith([link('firmware-loader'), { $unreadable: failure }])]).banks[0]!.chain!;
    expect(links[1]).toEqual({ step: 'boot-loader', present: false, protectedBy: [], handsOn: 'could not be read: torn' });
  });

  it('a link has what came of verifying the signature of the file that it lies in', () => {
    const check = {
      partition: 'EFI',
      path: '/kernel',
      mechanism: 'authenticode',
      by: 'shim',
      signers: ['CN=a'],
      verdict: 'vouched',
      step: 'kernel',
      anchor: 'ab',
    };
    const inUki = { ...link('command-line'), path: '/kernel', protectedBy: ['uki'] };
    const byDigest = { ...link('kernel'), protectedBy: ['hmac'] };
    const { links } = textOf([chainWith([link('kernel'), inUki, link('uki'), byDigest], [{ $unreadable: failure }, check])]).banks[0]!.chain!;
    const told = { by: 'shim', verdict: 'vouched', signers: ['CN=a'] };
    expect(links.map((each) => each.check)).toEqual([told, told, undefined, undefined]);
  });

  it('does not say what is missing when an element could not be read', () => {
    expect(textOf([chainWith([]), secureBoot([element('shim-signature', false), { $unreadable: failure }])]).banks[0]!.chain).not.toHaveProperty('secureBoot');
    expect(textOf([chainWith([])]).banks[0]!.chain).not.toHaveProperty('secureBoot');
  });
});
