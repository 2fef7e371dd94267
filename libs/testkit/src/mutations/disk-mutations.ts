import { file } from '../lab/tree.ts';
import { both, changePartition, patch } from './change.ts';
import type { Mutation } from './mutation.ts';

const SECTOR = 512;
const HEADER_CRC = 0x10;
const ENTRIES_LBA = 2;
const HEADER_LBA = 1;

const PLAN = { 'baseline:disk/partition-plan': 'fail' } as const;
const BACKUP = { 'baseline:disk/backup-table': 'fail' } as const;
const BOOTED = { 'baseline:disk/never-booted': 'fail' } as const;

const PRIVATE = { 'baseline:private/only-boot-config': 'fail' } as const;

const USED = { 'baseline:disk/data-unused': 'fail' } as const;
const LUKS2 = Buffer.from('LUKS\xba\xbe\0\x02', 'latin1').toString('hex');

export const diskMutations: readonly Mutation[] = [
  { name: 'disk: a node encrypted DATA', change: patch({ at: 'DATA-A', offset: 0, bytes: LUKS2 }), expect: USED },
  { name: 'disk: DATA is noise', base: 'demo-uki', change: patch({ at: 'DATA-A', offset: 0, bytes: '5ea1f00d'.repeat(64) }), expect: USED },
  {
    name: 'private: user data was left behind',
    change: (base) => ({ ...base, privateEntries: [file('/user-data.toml', '[settings]\n', 0o600)] }),
    expect: PRIVATE,
  },
  {
    name: 'private: a datastore was left behind',
    change: (base) => ({ ...base, privateEntries: [file('/datastore/current', 'x', 0o600)] }),
    expect: PRIVATE,
  },
  { name: 'disk: reserved partition is smaller', change: changePartition('RESERVED-B', { sizeMib: 9 }), expect: PLAN },
  { name: 'disk: reserved partition starts later', change: changePartition('RESERVED-A', { startMib: 496, sizeMib: 9 }), expect: PLAN },
  {
    name: 'disk: reserved partition has another label',
    change: changePartition('RESERVED-A', { label: 'BOTTLEROCKET-SPARE-A' }),
    expect: PLAN,
  },
  {
    name: 'disk: data partition is labelled as after a first boot',
    change: changePartition('DATA-A', { label: 'BOTTLEROCKET-DATA' }),
    expect: BOOTED,
  },
  {
    name: 'disk: reserved partition has the type of Linux data',
    change: changePartition('RESERVED-A', { typeGuid: '0FC63DAF-8483-4772-8E79-3D69D8477DE4' }),
    expect: PLAN,
  },
  {
    name: 'disk: border between two partitions is off the MiB grid',
    change: both(changePartition('RESERVED-A', { sizeMib: 9.5 }), changePartition('EFI-B', { startMib: 504.5, sizeMib: 5.5 })),
    expect: PLAN,
  },
  { name: 'disk: backup header checksum is wrong', change: patch({ at: 'disk', offset: HEADER_CRC - SECTOR, xor: 0xff }), expect: BACKUP },
  { name: 'disk: backup header is blank', change: patch({ at: 'disk', offset: -SECTOR, bytes: '00'.repeat(SECTOR) }), expect: BACKUP },
  {
    // The backup entries take the 32 sectors before the backup header; byte 48 is an attribute bit of entry 1.
    name: 'disk: backup entries differ from the primary ones',
    change: patch({ at: 'disk', offset: 48 - 33 * SECTOR, xor: 1 }),
    expect: BACKUP,
  },
  {
    name: 'disk: primary header checksum is wrong, backup is good',
    change: patch({ at: 'disk', offset: HEADER_LBA * SECTOR + HEADER_CRC, xor: 0xff }),
    expect: BACKUP,
  },
  {
    // The last byte of entry 12's name: PRIVATE's label is shorter.
    name: 'disk: primary entries are damaged, backup is good',
    change: patch({ at: 'disk', offset: ENTRIES_LBA * SECTOR + 12 * 128 - 1, xor: 0xff }),
    expect: BACKUP,
  },
  { name: 'disk: BOOT-A has a try left', change: changePartition('BOOT-A', { attributes: '0111000000000000' }), expect: BOOTED },
  { name: 'disk: BOOT-A is not marked successful', change: changePartition('BOOT-A', { attributes: '0011000000000000' }), expect: BOOTED },
  { name: 'disk: BOOT-A has priority 2', change: changePartition('BOOT-A', { attributes: '0102000000000000' }), expect: BOOTED },
  { name: 'disk: BOOT-B was written by an update', change: changePartition('BOOT-B', { attributes: '0010000000000000' }), expect: BOOTED },
  { name: 'disk: PRIVATE says a boot succeeded', change: changePartition('PRIVATE', { attributes: '0200000000000000' }), expect: BOOTED },
];
