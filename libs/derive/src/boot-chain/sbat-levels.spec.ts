import type { FactState, Unreadable } from '@staticfire/facts';
import { describe, expect, it } from 'vitest';
import { sbatLevels } from './sbat-levels.ts';
import type { CheckedFile } from './signature-checks.ts';

const damaged: Unreadable = { $unreadable: { kind: 'format', structure: 'PE section .sbat', message: 'damaged' } };
const SHIM = { partition: 'EFI', path: '/shim.efi' } as const;
const GRUB = { partition: 'EFI', path: '/grub.efi' } as const;
const KERNEL = { partition: 'BOOT', path: '/vmlinuz' } as const;
const FILES: readonly CheckedFile[] = [
  { step: 'firmware-loader', ...SHIM, by: 'firmware' },
  { step: 'boot-loader', ...GRUB, by: 'shim', checker: SHIM },
  { step: 'kernel', ...KERNEL, by: 'shim', checker: SHIM },
  { step: 'kernel', ...KERNEL, by: 'GRUB', checker: GRUB },
];

const rows = (text: string) => (text === '' ? [] : text.split(' ').map((each) => ({ component: each.split(':')[0], generation: Number(each.split(':')[1]) })));
const program = (file: object, text: string) => ({ ...file, rows: rows(text) });
const level = (policy: string, text: string, file: object = SHIM) => ({ ...file, policy, rows: rows(text) });

function told(programs: unknown[], levels: unknown[], files = FILES): string[] {
  const state = { state: 'present', value: { programs, levels } } as unknown as FactState<never>;
  return sbatLevels(files, state).map((each) =>
    'step' in each
      ? [each.step, each.verdict, ...each.below.map(({ component, generation, least }) => `${component} ${generation} < ${least}`)].join(' ')
      : each.$unreadable.kind,
  );
}

describe('sbatLevels', () => {
  const shim = program(SHIM, 'sbat:1 shim:4');
  const grub = program(GRUB, 'sbat:1 grub:4');
  it.each<[string, unknown[], unknown[], string[]]>([
    ['no level', [shim, grub], [], ['firmware-loader met', 'boot-loader met']],
    ['levels that are met', [shim, grub], [level('previous', 'grub:3'), level('latest', 'grub:4')], ['firmware-loader met', 'boot-loader met']],
    [
      'one that shim applies when it is asked to',
      [shim, grub],
      [level('previous', 'grub:4'), level('latest', 'shim:4 grub:5')],
      ['firmware-loader met', 'boot-loader outdated grub 4 < 5'],
    ],
    [
      'one that shim applies by itself',
      [shim, grub],
      [level('previous', 'shim:5 grub:5'), level('latest', 'grub:6')],
      ['firmware-loader refused shim 4 < 5', 'boot-loader refused grub 4 < 5'],
    ],
    ['one of another shim', [shim, grub], [level('previous', 'grub:5', GRUB)], ['firmware-loader met', 'boot-loader met']],
    [
      'one of a file with the same path',
      [shim, grub],
      [level('previous', 'grub:5', { ...SHIM, partition: 'BOOT' })],
      ['firmware-loader met', 'boot-loader met'],
    ],
    ['no SBAT', [shim, GRUB], [], ['firmware-loader met', 'boot-loader missing']],
    ['a section with nothing in it', [shim, program(GRUB, '')], [], ['firmware-loader met', 'boot-loader missing']],
    ['a kernel without', [shim, grub, KERNEL], [], ['firmware-loader met', 'boot-loader met']],
    [
      'a kernel with too low a one',
      [shim, grub, program(KERNEL, 'linux:1')],
      [level('previous', 'linux:2')],
      ['firmware-loader met', 'boot-loader met', 'kernel refused linux 1 < 2'],
    ],
    ['a program that cannot be read', [shim, damaged], [], ['firmware-loader met', 'format']],
    ['a level that cannot be read', [shim, grub], [damaged], ['firmware-loader met', 'boot-loader met', 'format']],
  ])('%s', (_, programs, levels, expected) => expect(told(programs, levels)).toEqual(expected));

  it('is nothing without a shim, and open where the fact is', () => {
    expect(told([shim], [], [{ step: 'uki', ...SHIM, by: 'firmware' }])).toEqual([]);
    expect(sbatLevels(FILES, { state: 'absent' })).toEqual([]);
    expect(sbatLevels(FILES, { state: 'unreadable', error: damaged.$unreadable })).toEqual([damaged]);
  });
});
