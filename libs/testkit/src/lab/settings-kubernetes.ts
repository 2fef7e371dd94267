/** What a node renders for kubelet: path and mode by name; without a mode the default counts (anatomy 6.4). */
const FILES: Readonly<Record<string, readonly [path: string, mode?: string]>> = {
  'kubelet-env': ['/etc/kubernetes/kubelet/env'],
  'kubelet-config': ['/etc/kubernetes/kubelet/config', '0600'],
  'kubelet-kubeconfig': ['/etc/kubernetes/kubelet/kubeconfig', '0600'],
  'kubelet-bootstrap-kubeconfig': ['/etc/kubernetes/kubelet/bootstrap-kubeconfig', '0600'],
  'kubelet-exec-start-conf': ['/etc/systemd/system/kubelet.service.d/exec-start.conf', '0644'],
  'kubernetes-ca-crt': ['/etc/kubernetes/pki/ca.crt', '0600'],
  'kubelet-server-crt': ['/etc/kubernetes/pki/kubelet-server.crt'],
  'kubelet-server-key': ['/etc/kubernetes/pki/private/kubelet-server.key'],
  'credential-provider-config-yaml': ['/etc/kubernetes/kubelet/credential-provider-config.yaml', '0600'],
};

const CONTAINERD = `[services.containerd]
configuration-files = ["containerd-config-toml"]
restart-commands = ["/bin/systemctl try-restart containerd.service"]

[configuration-files.containerd-config-toml]
path = "/etc/containerd/config.toml"
template-path = "/usr/share/templates/containerd-config-toml_k8s_containerd_sock"

[services.oci-defaults]
configuration-files = ["oci-defaults"]
restart-commands = []

[configuration-files.oci-defaults]
path = "/etc/containerd/cri-base.json"
template-path = "/usr/share/templates/containerd-cri-base-json"
`;

/** The tables of the defaults that say how files of kubelet and of its container runtime are rendered. */
export function kubernetesFiles(): string {
  const names = Object.keys(FILES).map((name) => `"${name}"`);
  const service = `[services.kubernetes]\nconfiguration-files = [${names.join(', ')}]\nrestart-commands = ["/usr/bin/systemctl try-restart kubelet.service"]\n`;
  return [service, ...Object.entries(FILES).map(([name, [path, mode]]) => describe(name, path, mode)), CONTAINERD].join('\n');
}

function describe(name: string, path: string, mode: string | undefined): string {
  return `[configuration-files.${name}]\npath = "${path}"\ntemplate-path = "/usr/share/templates/${name}"\n${mode === undefined ? '' : `mode = "${mode}"\n`}`;
}
