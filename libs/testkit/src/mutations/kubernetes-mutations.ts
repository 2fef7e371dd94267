import type { Verdict } from '@staticfire/findings';
import { replaceDefaults as replace } from './edit-defaults.ts';
import type { Mutation } from './mutation.ts';

const fail = (name: string) => ({ [`baseline:settings/${name}`]: 'fail' as Verdict });

/** Settings of kubelet (anatomy section 12 row 14). */
export const kubernetesMutations: readonly Mutation[] = [
  { name: 'settings: kubelet on its own', change: replace('standalone-mode = false', 'standalone-mode = true'), expect: fail('kubernetes-not-standalone') },
  {
    name: 'settings: another way to sign in',
    change: replace('mode = "aws"', 'mode = "basic"'),
    // Whether the cluster has to sign a certificate depends on a way that is known; we had expected a pass.
    expect: { ...fail('kubernetes-authentication'), ...fail('known-keys'), 'baseline:settings/kubernetes-server-certificate': 'unknown' },
  },
  // A token of the cluster authenticates a node that is not in AWS; it makes its own certificate there.
  {
    name: 'settings: sign in by certificate',
    change: replace('mode = "aws"\nserver-tls-bootstrap = true', 'mode = "tls"\nserver-tls-bootstrap = false'),
    expect: { 'baseline:settings/kubernetes-server-certificate': 'not-applicable' },
  },
  {
    name: 'settings: kubelet signs its own certificate',
    change: replace('server-tls-bootstrap = true', 'server-tls-bootstrap = false'),
    expect: fail('kubernetes-server-certificate'),
  },
  {
    name: 'settings: no seccomp profile where the release has one',
    base: 'demo-2026',
    change: replace('seccomp-default = true', 'seccomp-default = false'),
    expect: fail('kubernetes-seccomp-default'),
  },
  {
    name: 'settings: sysctls that pods share',
    change: replace('[settings.kubernetes]\n', '[settings.kubernetes]\nallowed-unsafe-sysctls = ["net.core.somaxconn", "kernel.msg*"]\n'),
    expect: fail('kubernetes-no-unsafe-sysctls'),
  },
  {
    name: 'settings: no limit of processes',
    change: replace('[settings.kubernetes]\n', '[settings.kubernetes]\npod-pids-limit = -1\n'),
    expect: fail('kubernetes-pids-limit'),
  },
  { name: 'settings: a limit of processes', change: replace('[settings.kubernetes]\n', '[settings.kubernetes]\npod-pids-limit = 4096\n'), expect: {} },
];
