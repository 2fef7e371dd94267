import type { Verdict } from '@staticfire/findings';
import { file } from '../lab/tree.ts';
import { addFiles, both } from './change.ts';
import { addDefaults, replaceDefaults as replace } from './edit-defaults.ts';
import { kubeletFiles } from './kubelet-rules.ts';
import { editTemplate } from './kubernetes-mutations.ts';
import type { Mutation } from './mutation.ts';

const baseline = (id: string, verdict: Verdict) => ({ [`baseline:${id}`]: verdict });
const RENDERED = ['kubernetes.kubelet', 'templates.inventory'];
const DECLARED = ['kubernetes.kubelet', 'settings.defaults'];
/** Of a service more, and of whoever writes what kubelet and its runtime read. */
const APPLIER = [
  ...['accounts.unit-users', 'containerd.config', 'kubernetes.kubelet', 'selinux.labels', 'selinux.unit-programs', 'systemd.exposure'],
  ...['systemd.unit-files', 'systemd.units'],
];

const addOption = (lines: string) => editTemplate('kubelet-config', 'readOnlyPort: 0\n', `readOnlyPort: 0\n${lines}\n`);
const kubeProxy = (mode: string) =>
  addDefaults(
    '[configuration-files.kube-proxy-conf]',
    'path = "/etc/kubernetes/kube-proxy/kube-proxy.conf"',
    'template-path = "/usr/share/templates/kubelet-kubeconfig"',
    `mode = "${mode}"`,
  );
const anotherApplier = addFiles(
  file('usr/lib/systemd/system/settings-applier.service', '[Unit]\nDescription=lab\n[Service]\nUser=api\nExecStart=/usr/bin/containerd\n'),
);

/** What rules about kubelet ask (controls.md section 2). */
export const kubeletMutations: readonly Mutation[] = [
  {
    name: 'kubelet: everything is allowed',
    change: editTemplate('kubelet-config', 'mode: Webhook', 'mode: AlwaysAllow'),
    expect: baseline('kubelet/authorization', 'fail'),
    facts: RENDERED,
  },
  {
    name: 'kubelet: nobody keeps its filter chains',
    change: addOption('makeIPTablesUtilChains: false'),
    expect: baseline('kubelet/filter-chains', 'fail'),
    facts: RENDERED,
  },
  {
    name: 'kubelet: streams stay open',
    change: addOption('streamingConnectionIdleTimeout: 0s'),
    expect: baseline('kubernetes/idle-streams', 'fail'),
    facts: RENDERED,
  },
  { name: 'kubelet: streams end after five minutes', change: addOption('streamingConnectionIdleTimeout: 5m0s'), expect: {}, facts: RENDERED },
  {
    name: 'kubelet: its certificate is never renewed',
    change: addOption('featureGates:\n  RotateKubeletServerCertificate: false'),
    expect: baseline('kubernetes/serving-certificate-renewal', 'fail'),
    facts: RENDERED,
  },
  {
    name: 'kubelet: a suite without forward secrecy',
    change: editTemplate('kubelet-config', 'tlsCipherSuites:\n', 'tlsCipherSuites:\n- TLS_RSA_WITH_AES_128_GCM_SHA256\n'),
    expect: baseline('kubernetes/tls-suites', 'fail'),
    facts: RENDERED,
  },
  {
    name: 'kubelet: whatever suites its version has',
    base: 'demo-2026',
    change: editTemplate('kubelet-config', 'tlsCipherSuites:\n- TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256\n', ''),
    expect: baseline('kubernetes/tls-suites', 'fail'),
    facts: RENDERED,
  },
  {
    name: 'kubelet: its drop-in is for root alone',
    change: replace('mode = "0644"', 'mode = "0600"'),
    expect: baseline('kubelet-modes/unit', 'pass'),
    facts: DECLARED,
  },
  {
    name: 'kubelet: its group may read how it signs in, everybody whom it trusts',
    change: both(
      replace(
        'template-path = "/usr/share/templates/kubelet-kubeconfig"\nmode = "0600"',
        'template-path = "/usr/share/templates/kubelet-kubeconfig"\nmode = "0640"',
      ),
      replace(
        'template-path = "/usr/share/templates/kubernetes-ca-crt"\nmode = "0600"',
        'template-path = "/usr/share/templates/kubernetes-ca-crt"\nmode = "0644"',
      ),
    ),
    expect: kubeletFiles('modes', 'fail', ['kubeconfig', 'client-ca']),
    facts: DECLARED,
  },
  { name: 'kubelet: another user writes its files', change: anotherApplier, expect: kubeletFiles('owners', 'fail'), facts: APPLIER },
  {
    name: 'kubelet: a kubeconfig of kube-proxy for everybody',
    change: kubeProxy('0644'),
    expect: { ...baseline('kubernetes/kube-proxy-mode', 'fail'), ...baseline('kubernetes/kube-proxy-owner', 'pass') },
    facts: ['settings.defaults'],
  },
  {
    name: 'kubelet: a kubeconfig of kube-proxy that another user writes',
    base: 'demo-2026',
    change: both(kubeProxy('0600'), anotherApplier),
    expect: { ...kubeletFiles('owners', 'fail'), ...baseline('kubernetes/kube-proxy-mode', 'pass'), ...baseline('kubernetes/kube-proxy-owner', 'fail') },
    facts: [...APPLIER, 'settings.defaults'].toSorted(),
  },
];
