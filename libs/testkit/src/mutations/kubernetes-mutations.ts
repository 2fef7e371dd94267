import type { Verdict } from '@staticfire/findings';
import { type Change, editFile } from './change.ts';
import { replaceDefaults as replace } from './edit-defaults.ts';
import { kubeletFiles, kubeletOptions } from './kubelet-rules.ts';
import type { Mutation } from './mutation.ts';

const fail = (name: string) => ({ [`baseline:settings/${name}`]: 'fail' as Verdict });

/** A template edited as text. Throws when nothing was changed in it. */
export function editTemplate(name: string, before: string, after: string): Change {
  return editFile(`usr/share/templates/${name}`, (text) => {
    const edited = text.replace(before, after);
    if (edited === text) throw new Error(`nothing was changed in the template ${name}`);
    return edited;
  });
}

/** Nobody has to sign in, everybody may do everything, and there is no cluster to sign in to. */
const STANDALONE: Readonly<Record<string, Verdict>> = {
  ...fail('kubernetes-not-standalone'),
  'baseline:kubelet/anonymous-requests': 'fail',
  'baseline:kubelet/authorization': 'fail',
  'baseline:kubernetes/client-authorities': 'fail',
  ...kubeletFiles('modes', 'not-applicable', ['kubeconfig', 'client-ca']),
  ...kubeletFiles('owners', 'not-applicable', ['kubeconfig', 'client-ca']),
};

const KUBELET = ['kubernetes.kubelet', 'templates.inventory'];

/** What a node makes of templates (anatomy section 12 row 17). */
const renderedMutations: readonly Mutation[] = [
  {
    name: 'kubelet: anonymous requests in the template',
    change: editTemplate('kubelet-config', 'enabled: false\n  webhook:\n    cacheTTL', 'enabled: true\n  webhook:\n    cacheTTL'),
    expect: { 'baseline:kubelet/anonymous-requests': 'fail' },
    facts: KUBELET,
  },
  {
    name: 'kubelet: another option in the command line',
    change: editTemplate('kubelet-exec-start-conf', '--root-dir /var/lib/kubelet', '--read-only-port 10255 --root-dir /var/lib/kubelet'),
    expect: { 'baseline:kubelet/read-only-port': 'fail' },
    facts: KUBELET,
  },
  // Nothing else goes by it.
  {
    name: 'kubelet: another default of a setting',
    change: replace('cluster-domain = "cluster.local"', 'cluster-domain = "lab.local"'),
    expect: {},
    facts: ['kubernetes.kubelet', 'settings.defaults', 'settings.effective'],
  },
  {
    name: 'kubelet: another mode of a file',
    change: replace(
      'path = "/etc/kubernetes/kubelet/config"\ntemplate-path = "/usr/share/templates/kubelet-config"\nmode = "0600"',
      'path = "/etc/kubernetes/kubelet/config"\ntemplate-path = "/usr/share/templates/kubelet-config"\nmode = "0644"',
    ),
    expect: kubeletFiles('modes', 'fail', ['configuration']),
    facts: ['kubernetes.kubelet', 'settings.defaults'],
  },
  {
    name: 'kubelet: a helper that is not known',
    change: editTemplate('kubelet-config', 'readOnlyPort: 0', 'readOnlyPort: {{lab_port settings.kubernetes}}'),
    expect: { 'baseline:kubelet/read-only-port': 'unknown' },
    facts: KUBELET,
  },
  {
    name: 'kubelet: a block that is not closed',
    change: editTemplate('kubelet-config', 'readOnlyPort: 0\n', 'readOnlyPort: 0\n{{#if settings.kubernetes.max-pods}}\n'),
    // Which files there are is told by the configuration as well; how the node signs in is not, and one mode is wrong already.
    expect: {
      ...kubeletOptions('unknown'),
      'baseline:kubernetes/client-certificate': 'not-applicable',
      ...kubeletFiles('modes', 'unknown', ['kubeconfig', 'client-ca', 'configuration']),
      ...kubeletFiles('owners', 'unknown'),
    },
    facts: KUBELET,
  },
  {
    name: 'kubelet: a runtime without SELinux',
    change: editTemplate('containerd-config-toml_k8s_containerd_sock', 'enable_selinux = true', 'enable_selinux = false'),
    expect: { 'baseline:containers/selinux': 'fail' },
    facts: ['containerd.config', 'templates.inventory'],
  },
  {
    name: 'kubelet: containers that may gain privileges',
    change: editTemplate('containerd-cri-base-json', '"noNewPrivileges": true', '"noNewPrivileges": false'),
    expect: { 'baseline:containers/no-new-privileges': 'fail' },
    facts: ['containerd.config', 'templates.inventory'],
  },
  {
    name: 'kubelet: other network plugins',
    change: editTemplate('containerd-config-toml_k8s_containerd_sock', '/opt/cni/bin', '/opt/lab/bin'),
    expect: {},
    facts: ['cni.config', 'containerd.config', 'templates.inventory'],
  },
];

/** Settings of kubelet (anatomy section 12 row 14). */
export const kubernetesMutations: readonly Mutation[] = [
  ...renderedMutations,
  { name: 'settings: kubelet on its own', change: replace('standalone-mode = false', 'standalone-mode = true'), expect: STANDALONE },
  {
    name: 'settings: another way to sign in',
    change: replace('mode = "aws"', 'mode = "basic"'),
    // Whether the cluster has to sign a certificate depends on a way that is known (we had expected a pass), and so does which files a node writes.
    expect: {
      ...fail('kubernetes-authentication'),
      ...fail('known-keys'),
      'baseline:settings/kubernetes-server-certificate': 'unknown',
      'baseline:kubernetes/client-certificate': 'unknown',
      ...kubeletFiles('modes', 'unknown', ['kubeconfig', 'client-ca', 'configuration']),
      ...kubeletFiles('owners', 'unknown'),
    },
  },
  // A token of the cluster authenticates a node that is not in AWS; it makes its own certificate there.
  {
    name: 'settings: sign in by certificate',
    change: replace('mode = "aws"\nserver-tls-bootstrap = true', 'mode = "tls"\nserver-tls-bootstrap = false'),
    expect: {
      'baseline:settings/kubernetes-server-certificate': 'not-applicable',
      'baseline:kubernetes/client-certificate': 'fail',
      'baseline:kubernetes/serving-certificate': 'fail',
    },
  },
  {
    name: 'settings: kubelet signs its own certificate',
    change: replace('server-tls-bootstrap = true', 'server-tls-bootstrap = false'),
    expect: { ...fail('kubernetes-server-certificate'), 'baseline:kubernetes/serving-certificate': 'fail' },
  },
  {
    name: 'settings: no seccomp profile where the release has one',
    base: 'demo-2026',
    change: replace('seccomp-default = true', 'seccomp-default = false'),
    expect: { ...fail('kubernetes-seccomp-default'), 'baseline:kubelet/seccomp-default': 'fail' },
  },
  {
    name: 'settings: sysctls that pods share',
    change: replace('[settings.kubernetes]\n', '[settings.kubernetes]\nallowed-unsafe-sysctls = ["net.core.somaxconn", "kernel.msg*"]\n'),
    expect: fail('kubernetes-no-unsafe-sysctls'),
  },
  {
    name: 'settings: no limit of processes',
    change: replace('[settings.kubernetes]\n', '[settings.kubernetes]\npod-pids-limit = -1\n'),
    expect: { ...fail('kubernetes-pids-limit'), 'baseline:kubernetes/pod-processes': 'fail' },
  },
  { name: 'settings: a limit of processes', change: replace('[settings.kubernetes]\n', '[settings.kubernetes]\npod-pids-limit = 4096\n'), expect: {} },
];
