import type { Verdict } from '@staticfire/findings';

const OPTIONS =
  'kubelet/anonymous-requests kubelet/authorization kubelet/filter-chains kubelet/read-only-port kubelet/seccomp-default kubernetes/client-authorities ' +
  'kubernetes/client-certificate kubernetes/idle-streams kubernetes/pod-processes kubernetes/serving-certificate kubernetes/serving-certificate-renewal ' +
  'kubernetes/tls-suites';
const ROLES = ['unit', 'kubeconfig', 'client-ca', 'configuration'] as const;

type Verdicts = Readonly<Record<string, Verdict>>;

/** All rules about the options that kubelet runs with. */
export function kubeletOptions(verdict: Verdict): Verdicts {
  return Object.fromEntries(OPTIONS.split(' ').map((name) => [`baseline:${name}`, verdict]));
}

/** Rules about the modes, or the owners, of the files that a node writes for kubelet. */
export function kubeletFiles(table: 'modes' | 'owners', verdict: Verdict, roles: readonly (typeof ROLES)[number][] = ROLES): Verdicts {
  return Object.fromEntries(roles.map((role) => [`baseline:kubelet-${table}/${role}`, verdict]));
}

/** All rules that read kubernetes.kubelet. */
export function everyKubelet(verdict: Verdict): Verdicts {
  return { ...kubeletOptions(verdict), ...kubeletFiles('modes', verdict), ...kubeletFiles('owners', verdict) };
}
