import type { ScanResult } from '@staticfire/findings';
import { digest } from './digest.ts';

const partition = (index: number, role: string, label: string, firstMib: number, mib: number, bank?: 'A' | 'B'): ScanResult['image']['partitions'][number] => ({
  index,
  role,
  ...(bank === undefined ? {} : { bank }),
  label,
  guid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  typeGuid: `00000000-0000-4000-9000-${String(index).padStart(12, '0')}`,
  offset: firstMib * 1_048_576,
  length: mib * 1_048_576,
});

type Check = NonNullable<NonNullable<ScanResult['image']['banks'][number]['chain']>['links'][number]['check']>;

const link = (step: string, path: string | undefined, protectedBy: readonly string[], handsOn: string, present = true, check?: Check) => ({
  step,
  partition: 'BOOT',
  ...(path === undefined ? {} : { path, sha256: digest(step.length) }),
  present,
  protectedBy,
  handsOn,
  ...(check === undefined ? {} : { check }),
});

export const image: ScanResult['image'] = {
  diskLength: 2_147_483_648,
  diskGuid: '987e2461-063a-8e89-b9a3-89a3f87b7492',
  partitions: [
    partition(1, 'BIOS-BOOT', 'BIOS-BOOT', 1, 4),
    partition(2, 'EFI', 'EFI-SYSTEM', 5, 5, 'A'),
    partition(3, 'BOOT', 'BOTTLEROCKET-BOOT-A', 10, 40, 'A'),
    partition(4, 'ROOT', 'BOTTLEROCKET-ROOT-A', 50, 920, 'A'),
    partition(5, 'HASH', 'BOTTLEROCKET-HASH-A', 970, 10, 'A'),
    partition(6, 'ROOT', 'ROOT-B</text><script>\u202e', 1010, 920, 'B'),
    partition(7, 'UNKNOWN', '', 1930, 1),
    partition(8, 'DATA', 'BOTTLEROCKET-DATA', 1940, 107),
  ],
  banks: [
    {
      bank: 'A',
      judged: true,
      era: 'grub-two-banks',
      verity: {
        state: 'broken',
        algorithm: 'sha256',
        rootHash: digest(0xabc),
        computedRootHash: digest(0xdef),
        salt: digest(0x5a17),
        dataLength: 964_689_920,
        problems: ['the root hash of the data is not that of the command line', '3 of 235520 blocks do not match the tree'],
      },
      chain: {
        links: [
          link('firmware-loader', '/EFI/BOOT/bootx64.efi', ['authenticode'], 'the GRUB program beside it', true, {
            ...{ by: 'firmware', verdict: 'enrolled', signers: ['CN=sample <shim>\u202e'] },
          }),
          link('boot-configuration', '/grub/grub.cfg\x1b[2J', ['openpgp'], '($root)/vmlinuz <img>'),
          link('kernel', '/vmlinuz', [], 'the command line'),
          link('hash-tree', undefined, [], 'the root filesystem', false),
        ],
        complete: false,
        unprotectedInputs: ['PRIVATE /bootconfig.data'],
        secureBoot: { expected: true, missing: ['kernel-signature'] },
      },
    },
    { bank: 'B', judged: false, verity: { state: 'unreadable', problems: ['superblock magic is "\x00\x00", expected "verity"'] } },
  ],
};

export const coverage: ScanResult['coverage'] = {
  facts: [
    { name: 'disk.partitions', summary: 'GPT: both copies', state: 'present' },
    {
      name: 'root.permissions',
      bank: 'A',
      summary: 'Modes that stand out',
      state: 'partial',
      problem: 'entry length 0 in directory block 77',
      unreadableElements: 2,
    },
    { name: 'boot.uki', bank: 'A', summary: 'Unified kernel images', state: 'absent' },
    { name: 'root.shells', bank: 'A', summary: 'Programs that are shells', state: 'unreadable', problem: 'a name contains "\x1b[2J" <i>' },
  ],
  limits: ['What units do is not looked at.'],
};
