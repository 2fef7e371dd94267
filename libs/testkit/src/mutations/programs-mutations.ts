import { elfBytes } from '../elf/elf-bytes.ts';
import { elfFile } from '../lab/bytes/elf-file.ts';
import { file } from '../lab/tree.ts';
import { addFiles, editRoot } from './change.ts';
import type { Mutation } from './mutation.ts';

const PROGRAM = elfFile('staticfire lab: some program');
const NET_RAW = Buffer.from('0100000200200000000000000000000000000000', 'hex'); // VFS_CAP_REVISION_2, effective, CAP_NET_RAW
/** What one more program is seen in, whatever it is. */
const ADDED = ['elf.files', 'selinux.executables', 'selinux.labels'];
const PIE = elfBytes({ interpreter: '/lib64/ld-linux-x86-64.so.2', dynamic: { entries: [[0x6fff_fffb, 0x0800_0000]] }, relro: true, stackFlags: 6 });
const WITH_NOTHING_THERE = elfBytes({ dynamic: { soname: 'libours.so.1', needed: ['libnowhere.so.1'] } });
const NEEDS_PYTHON = elfBytes({ interpreter: '/lib64/ld-linux-x86-64.so.2', dynamic: { needed: ['libpython3.11.so.1.0'] } });

/** Section headers behind the end of the file. */
function damaged(): Uint8Array {
  const copy = Buffer.from(elfBytes({}));
  copy.writeBigUInt64LE(1_000_000n, 40);
  return copy;
}

/** What elfBytes leaves out: RELRO, or binding at the start. */
const HARDENED = { 'baseline:programs/hardened': 'fail' } as const;
const LIBRARIES = { 'baseline:programs/libraries-present': 'fail' } as const;

const facts = (...more: string[]) => [...ADDED, ...more].sort();

const INTERPRETER = { 'baseline:files/no-interpreters': 'fail' } as const;
/** Whoever is not told what a program is. */
const NOT_TOLD = {
  'baseline:files/no-clear-text-services': 'unknown',
  'baseline:files/no-debug-tools': 'unknown',
  'baseline:files/no-interpreters': 'unknown',
  'baseline:files/no-package-managers': 'unknown',
  'baseline:files/no-ssh': 'unknown',
} as const;
/** Programs that a stock image does not have, and the rule that asks for each. */
const FORBIDDEN: Readonly<Record<string, string>> = {
  'bin/curl': 'files/no-debug-tools',
  'bin/rpm': 'files/no-package-managers',
  'bin/ld': 'files/no-package-managers',
  'bin/telnet': 'files/no-clear-text-services',
  'sbin/sshd': 'files/no-ssh',
};

/** Programs, and every fact that tells of them. */
export const programsMutations: readonly Mutation[] = [
  ...Object.entries(FORBIDDEN).map(
    ([path, rule]): Mutation => ({
      name: `programs: /usr/${path}`,
      base: 'demo-2026',
      change: addFiles(file(`usr/${path}`, PROGRAM, 0o755)),
      expect: { [`baseline:${rule}`]: 'fail' },
      facts: facts('access.programs'),
    }),
  ),
  { name: 'programs: python', change: addFiles(file('usr/bin/python3.11', PROGRAM, 0o755)), expect: INTERPRETER, facts: facts('access.programs') },
  {
    name: 'programs: python under another name',
    change: addFiles(file('usr/libexec/agent', NEEDS_PYTHON, 0o755)),
    expect: { ...INTERPRETER, ...HARDENED, ...LIBRARIES },
    facts: facts('access.programs', 'elf.libraries'),
  },
  {
    name: 'programs: bash under another name',
    base: 'demo-2026',
    change: addFiles(file('usr/libexec/agent', elfFile('GNU bash, version 5.2.15(1)-release'), 0o755)),
    expect: { 'baseline:files/no-shell': 'fail' },
    facts: facts('root.shells'),
  },
  {
    name: 'programs: a setuid program',
    change: addFiles(file('usr/bin/helper', PROGRAM, 0o4755)),
    expect: { 'baseline:files/no-setuid': 'fail' },
    facts: facts('root.permissions'),
  },
  {
    name: 'programs: a capability',
    change: addFiles({ ...file('usr/bin/helper', PROGRAM, 0o755), xattrs: { 'security.capability': NET_RAW } }),
    expect: { 'baseline:files/no-capabilities': 'fail' },
    facts: facts('root.permissions'),
  },
  {
    name: 'programs: a script for python',
    change: addFiles(file('usr/libexec/setup', '#!/usr/bin/python3\n', 0o755)),
    expect: INTERPRETER,
    facts: ['access.programs', 'selinux.executables', 'selinux.labels'],
  },
  // Lab programs stand at a fixed address, without RELRO.
  {
    name: 'programs: one built for any address',
    change: addFiles(file('usr/bin/helper', PIE, 0o755)),
    expect: { ...HARDENED, ...LIBRARIES },
    facts: facts('elf.libraries'),
  },
  { name: 'programs: one at a fixed address, without RELRO', change: addFiles(file('usr/bin/helper', PROGRAM, 0o755)), expect: {}, facts: facts() },
  {
    name: 'programs: a library is missing',
    change: addFiles(file('usr/lib/libours.so.1', WITH_NOTHING_THERE)),
    expect: { ...HARDENED, ...LIBRARIES },
    facts: ['elf.files', 'elf.libraries', 'selinux.labels'],
  },
  {
    name: 'programs: section headers outside the file',
    change: addFiles(file('usr/bin/helper', damaged(), 0o755)),
    expect: {
      ...NOT_TOLD,
      'baseline:settings/one-plugin': 'unknown',
      'baseline:programs/hardened': 'unknown',
      'baseline:programs/libraries-present': 'unknown',
    },
    facts: facts('access.programs', 'elf.crypto', 'elf.libraries', 'go.programs', 'rust.programs'),
  },
  {
    name: 'programs: keys for logging in',
    change: addFiles(file('usr/share/factory/root/.ssh/authorized_keys', 'ssh-ed25519 AAAA\n')),
    expect: { 'baseline:files/no-ssh': 'fail' },
    facts: ['access.programs', 'selinux.labels'],
  },
  {
    name: 'programs: an owner other than root',
    change: editRoot('set_inode_field USR/share/audit/audit.rules uid 1000'),
    expect: { 'baseline:files/owned-by-root': 'fail' },
    facts: ['root.owners'],
  },
];
