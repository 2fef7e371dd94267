import { describe, expect, test } from 'vitest';
import { fixedUuid } from './identifiers.ts';
import { planDataDisk, planPartitions } from './partition-plan.ts';

// start+size in MiB for 1, 2, 4 and 8 GiB (anatomy 2.5).
const GIB = [1, 2, 4, 8];
const TWO_BANKS: Record<string, string[]> = {
  BIOS: ['1+4', '1+4', '1+4', '1+4'],
  'EFI-A': ['5+5', '5+5', '5+5', '5+5'],
  'BOOT-A': ['10+20', '10+40', '10+80', '10+160'],
  'ROOT-A': ['30+460', '50+920', '90+1840', '170+3680'],
  'HASH-A': ['490+5', '970+10', '1930+20', '3850+40'],
  'RESERVED-A': ['495+10', '980+25', '1950+55', '3890+115'],
  'EFI-B': ['505+5', '1005+5', '2005+5', '4005+5'],
  'BOOT-B': ['510+20', '1010+40', '2010+80', '4010+160'],
  'ROOT-B': ['530+460', '1050+920', '2090+1840', '4170+3680'],
  'HASH-B': ['990+5', '1970+10', '3930+20', '7850+40'],
  'RESERVED-B': ['995+10', '1980+25', '3950+55', '7890+115'],
  PRIVATE: ['1005+17', '2005+41', '4005+89', '8005+185'],
  'DATA-A': ['1022+1', '2046+1', '4094+1', '8190+1'],
};
const ONE_BANK: Record<string, string[]> = {
  BIOS: ['1+4', '1+4', '1+4', '1+4'],
  'EFI-A': ['5+10', '5+10', '5+10', '5+10'],
  'BOOT-A': ['15+40', '15+80', '15+160', '15+320'],
  'ROOT-A': ['55+920', '95+1840', '175+3680', '335+7360'],
  'HASH-A': ['975+10', '1935+20', '3855+40', '7695+80'],
  'RESERVED-A': ['985+20', '1955+50', '3895+110', '7775+230'],
  PRIVATE: ['1005+17', '2005+41', '4005+89', '8005+185'],
  'DATA-A': ['1022+1', '2046+1', '4094+1', '8190+1'],
};

describe.each([
  { banks: 2 as const, rows: TWO_BANKS },
  { banks: 1 as const, rows: ONE_BANK },
])('$banks bank(s)', ({ banks, rows }) => {
  test.each(GIB.map((gib, column) => ({ gib, column })))('a disk of $gib GiB has the published plan', ({ gib, column }) => {
    const plan = planPartitions({ gib, banks, layout: 'split', dataGib: 1 }, fixedUuid);
    const expected = Object.entries(rows).map(([key, cells]) => `${key} ${cells[column]}`);
    expect(plan.map(({ key, startMib, sizeMib }) => `${key} ${startMib}+${sizeMib}`)).toEqual(expected);
  });
});

describe('a UKI', () => {
  test.each([
    { gib: 2, expected: ['BIOS 1+4', 'EFI-A 5+90', 'ROOT-A 95+1840', 'HASH-A 1935+20', 'RESERVED-A 1955+50', 'PRIVATE 2005+41', 'DATA-A 2046+1'] },
    { gib: 4, expected: ['BIOS 1+4', 'EFI-A 5+170', 'ROOT-A 175+3680', 'HASH-A 3855+40', 'RESERVED-A 3895+110', 'PRIVATE 4005+89', 'DATA-A 4094+1'] },
  ])('on the ESP of $gib GiB leaves no BOOT', ({ gib, expected }) => {
    const plan = planPartitions({ gib, banks: 1, layout: 'split', dataGib: 1, chain: 'uki' }, fixedUuid);
    expect(plan.map(({ key, startMib, sizeMib }) => `${key} ${startMib}+${sizeMib}`)).toEqual(expected);
    expect(plan.every(({ attributes }) => attributes === '0000000000000000')).toBe(true);
  });

  test('for systemd-boot is on a BOOT-A of the boot loader type', () => {
    const plan = planPartitions({ gib: 2, banks: 1, layout: 'split', dataGib: 1, chain: 'uki-boot' }, fixedUuid);
    const boot = { startMib: 15, sizeMib: 80, label: 'BOTTLEROCKET-BOOT-A', typeGuid: 'BC13C2FF-59E6-4262-A352-B275FD6F7172', attributes: '0101000000000000' };
    expect(plan.find(({ key }) => key === 'BOOT-A')).toMatchObject(boot);
  });
});

describe('the data partition', () => {
  test('of a unified disk starts where that of a split disk does, and holds the data size', () => {
    const plan = planPartitions({ gib: 2, banks: 2, layout: 'unified', dataGib: 3 }, fixedUuid);
    expect(plan.at(-1)).toMatchObject({ startMib: 2046, sizeMib: 3072, guid: '5B94E8DF-28B8-485C-9D19-362263B5944C' });
  });

  test('of a data disk is one MiB', () => {
    expect(planDataDisk()).toMatchObject([{ startMib: 1, sizeMib: 1, label: '' }]);
  });
});
