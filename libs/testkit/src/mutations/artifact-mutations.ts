import { file } from '../lab/tree.ts';
import { addFiles } from './change.ts';
import type { Mutation } from './mutation.ts';

/** It breaks no rule, and ROOT, its tree and the root hash on BOOT are others than those of the base. */
const change = addFiles(file('usr/share/agent/build.txt', 'the build after the base\n'));
const STALE = { 'baseline:release/artifacts-agree': 'fail' } as const;
const facts = ['artifacts.agreement', 'selinux.labels'];

export const artifactMutations: readonly Mutation[] = [
  { name: 'artifacts: all are of one build', change, stale: [], expect: { 'baseline:release/artifacts-agree': 'pass' }, facts },
  { name: 'artifacts: the root image is of the build before', change, stale: ['root'], expect: STALE, facts },
  { name: 'artifacts: the boot image is of the build before', change, stale: ['boot'], expect: STALE, facts },
  { name: 'artifacts: the hash tree is of the build before', change, stale: ['verity'], expect: STALE, facts },
];
