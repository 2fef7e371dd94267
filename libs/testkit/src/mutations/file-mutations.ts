import { elfFile } from '../lab/bytes/elf-file.ts';
import { directory, file, symlink } from '../lab/tree.ts';
import { addFiles } from './change.ts';
import type { Mutation } from './mutation.ts';

const SHELL = { 'baseline:files/no-shell': 'fail' } as const;
// Without a shell on the image a script cannot run; it is dead, not a way in.
const SCRIPT = { 'baseline:files/no-shell-scripts': 'fail' } as const;
const SETUID = { 'baseline:files/no-setuid': 'fail' } as const;
const WRITABLE = { 'baseline:files/no-world-writable': 'fail' } as const;

const PROGRAM = elfFile('staticfire lab: some program');

export const fileMutations: readonly Mutation[] = [
  { name: 'files: bash by name', change: addFiles(file('usr/bin/bash', PROGRAM, 0o755)), expect: SHELL },
  { name: 'files: busybox by name', change: addFiles(file('usr/libexec/busybox', PROGRAM, 0o755)), expect: SHELL },
  { name: 'files: sh as a link to another name', change: addFiles(symlink('usr/bin/sh', 'containerd')), expect: SHELL },
  { name: 'files: bash under another name', change: addFiles(file('usr/libexec/agent', elfFile('GNU bash, version 5.2.15(1)-release'), 0o755)), expect: SHELL },
  { name: 'files: busybox under another name', change: addFiles(file('usr/libexec/agent', elfFile('BusyBox v1.36.1'), 0o755)), expect: SHELL },
  { name: 'files: script for sh', change: addFiles(file('usr/libexec/setup', '#!/bin/sh\nexit 0\n', 0o755)), expect: SCRIPT },
  { name: 'files: script for bash by env', change: addFiles(file('usr/libexec/setup', '#!/usr/bin/env bash\nexit 0\n', 0o755)), expect: SCRIPT },
  { name: 'files: setgid program', change: addFiles(file('usr/bin/helper', PROGRAM, 0o2755)), expect: SETUID },
  { name: 'files: world-writable file', change: addFiles(file('usr/share/notes', 'anyone may edit this\n', 0o666)), expect: WRITABLE },
  { name: 'files: world-writable directory', change: addFiles(directory('usr/share/drop', 0o777)), expect: WRITABLE },
  {
    name: 'files: a link to nothing',
    change: addFiles(symlink('usr/share/notes', 'notes.txt')),
    expect: { 'baseline:files/links': 'fail' },
    facts: ['root.links', 'selinux.labels'],
  },
  {
    name: 'files: a device',
    base: 'demo-2026',
    change: addFiles({ path: 'usr/share/console', kind: 'character-device', mode: 0o600 }),
    expect: { 'baseline:files/no-special-files': 'fail' },
    facts: ['root.links', 'selinux.labels'],
  },
];
