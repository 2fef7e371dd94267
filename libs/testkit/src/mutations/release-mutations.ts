import { image2026 } from '../lab/recipes/image-2026.ts';
import { K8S_1_36 } from '../lab/release-2026.ts';
import { file } from '../lab/tree.ts';
import { addFiles, changeRelease, editOsRelease, editRoot, removeFile } from './change.ts';
import type { Mutation } from './mutation.ts';
import { unknownFips } from './unknown-words.ts';

const IDENTITY = { 'baseline:release/identity': 'fail' } as const;
const ENTRY = { 'baseline:release/boot-entry': 'fail' } as const;
const UNNAMED = { 'baseline:release/kubernetes-of-variant': 'not-applicable' } as const;
const CLEAN = { 'baseline:release/clean-build': 'fail' } as const;
const FAR_BLOCK = '0xfffff'; // far behind the last block of ROOT

const SIZE = { gib: 1, banks: 2, layout: 'split', dataGib: 1 } as const;
const UNKNOWN_UNIT = '[Unit]\nDescription=nobody knows it\nX-Acme=1\n[Service]\nExecStart=/usr/bin/containerd\n[X-Acme]\nKey=value\n';

export const releaseMutations: readonly Mutation[] = [
  {
    name: 'release: a variant and a unit that nobody knows',
    base: 'demo-2026',
    change: () =>
      addFiles(file('usr/lib/systemd/system/acme.service', UNKNOWN_UNIT))(
        image2026('demo-2026', 'of a variant with a name of its own', SIZE, { ...K8S_1_36, variant: 'acme-k8s-edge-7' }),
      ),
    expect: UNNAMED,
  },
  { name: 'release: ID is another distribution', change: editOsRelease((text) => text.replace('ID=bottlerocket', 'ID=debian')), expect: IDENTITY },
  {
    // The URL that updates come from names no variant then.
    name: 'release: VARIANT_ID is empty',
    change: editOsRelease((text) => text.replace(/VARIANT_ID=.*/, 'VARIANT_ID=')),
    expect: { ...IDENTITY, ...UNNAMED, 'baseline:updates/locations': 'fail' },
  },
  { name: 'release: VERSION_ID is no semantic version', change: editOsRelease((text) => text.replace(/VERSION_ID=.*/, 'VERSION_ID=1.26')), expect: IDENTITY },
  { name: 'release: BUILD_ID is missing from identity', change: editOsRelease((text) => text.replace(/BUILD_ID=.*\n/, '')), expect: { ...IDENTITY, ...CLEAN } },
  {
    name: 'release: PRETTY_NAME tells another version',
    change: editOsRelease((text) => text.replace(/PRETTY_NAME=.*/, 'PRETTY_NAME="Bottlerocket OS 1.20.0 (aws-k8s-1.30)"')),
    expect: { ...IDENTITY, ...ENTRY },
  },
  {
    // No BUILD_ID means nothing says that the build was clean, no VARIANT_ID that a linker belongs there.
    name: 'release: os-release is missing',
    change: removeFile('usr/lib/os-release'),
    expect: { ...IDENTITY, ...CLEAN, ...ENTRY, 'baseline:release/kubernetes-of-variant': 'unknown', 'baseline:files/no-package-managers': 'unknown' },
  },
  { name: 'release: built from a dirty tree', change: changeRelease({ buildId: '943d9a41-dirty' }), expect: CLEAN },
  {
    // Its one extent leads out of the filesystem, with valid checksums and a matching hash tree. Rules about programs and secrets read every file.
    name: 'release: os-release cannot be read',
    change: editRoot(`sif USR/lib/os-release block[5] ${FAR_BLOCK}`),
    expect: {
      // What follows from os-release is as unknown.
      ...unknownFips('classic'),
      'baseline:release/derived-guids': 'unknown',
      'baseline:release/inventory-agrees': 'unknown',
      'baseline:settings/metrics-of-a-remix': 'unknown',
      'baseline:release/identity': 'unknown',
      'baseline:release/boot-entry': 'unknown',
      'baseline:release/kubernetes-of-variant': 'unknown',
      'baseline:settings/one-plugin': 'unknown',
      'baseline:release/clean-build': 'unknown',
      'baseline:updates/locations': 'unknown',
      'baseline:files/no-clear-text-services': 'unknown',
      'baseline:files/no-debug-tools': 'unknown',
      'baseline:files/no-interpreters': 'unknown',
      'baseline:files/no-package-managers': 'unknown',
      'baseline:files/no-ssh': 'unknown',
      'baseline:secrets/none-in-files': 'unknown',
      'baseline:files/no-shell': 'unknown',
      'baseline:files/no-shell-scripts': 'unknown',
      // It may be of a variant with GPUs, and what cannot be read may be a program.
      'baseline:settings/gpu-isolation': 'unknown',
      'baseline:programs/hardened': 'unknown',
      'baseline:programs/libraries-present': 'unknown',
    },
  },
];
