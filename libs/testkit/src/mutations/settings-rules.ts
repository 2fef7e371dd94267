import type { Verdict } from '@staticfire/findings';
import type { LabKernel } from '../lab-hardening.ts';
import { unknownRows } from './hardening-expectations.ts';
import { everyKubelet } from './kubelet-rules.ts';

const RULES =
  'admin-off control-in-cloud no-superpowered known-registries pinned-host-containers pinned-bootstrap-containers registry-mirrors-encrypted no-bootstrap-containers no-bootstrap-commands container-capabilities ecs-no-privileged ' +
  'kubernetes-not-standalone kubernetes-authentication kubernetes-server-certificate kubernetes-no-unsafe-sysctls kubernetes-pids-limit';
const SYSCTLS =
  'accept-redirects address-randomisation bogus-errors bpf-jit broadcast-pings kernel-log kernel-pointers log-martians ptrace-scope secure-redirects ' +
  'send-redirects setuid-dumps source-routes syn-cookies unprivileged-bpf user-namespaces';

const ids = (area: string, names: string) => names.split(' ').map((name) => `baseline:${area}/${name}`);

/** All rules of the area `settings` that are judged on every image with Kubernetes, and follow from effective settings alone. */
export function everySetting(verdict: Verdict): Readonly<Record<string, Verdict>> {
  return Object.fromEntries(ids('settings', RULES).map((id) => [id, verdict]));
}

/** What cannot be said when no setting is known: settings can set every kernel parameter, deny modules, lower lockdown, and decide how kubelet runs. */
const UNKNOWN_SETTINGS: Readonly<Record<string, Verdict>> = {
  ...everySetting('unknown'),
  ...everyKubelet('unknown'),
  ...Object.fromEntries([...ids('sysctl', SYSCTLS), ...ids('modules', 'sctp udf')].map((id) => [id, 'unknown' as const])),
  'baseline:containers/selinux': 'unknown',
  'baseline:containers/no-new-privileges': 'unknown',
  'baseline:kernel/lockdown': 'unknown',
  'baseline:kernel/lockdown-drivers': 'unknown',
  'baseline:kernel/module-signatures': 'unknown',
  'baseline:settings/gpu-isolation': 'unknown',
  'baseline:settings/known-keys': 'unknown',
  'baseline:services/time-client': 'unknown',
  'baseline:updates/source': 'unknown',
  'baseline:updates/locations': 'unknown',
  'baseline:updates/follows-latest': 'unknown',
};

/** … on an image with that kernel: settings.boot can also put any word on the command line. */
export function unknownSettings(kernel: LabKernel): Readonly<Record<string, Verdict>> {
  return { ...UNKNOWN_SETTINGS, ...unknownRows(kernel, /^(cmdline|sysctl)\//) };
}
