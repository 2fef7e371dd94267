import { chain, header, optional, table } from './template-text.ts';

const K8S = 'settings.kubernetes';

/** kubelet-config in our own words, with the structure and the values of anatomy 6.5: a branch for a node on its own, settings with defaults, limits. */
function kubeletConfig(): string {
  return [
    header({ kubernetes: ['kube_reserve_cpu', 'kube_reserve_memory'], std: ['default'] }),
    '---\napiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n',
    `{{#if ${K8S}.standalone-mode}}\naddress: 127.0.0.1\nauthentication:\n  anonymous:\n    enabled: true\n  webhook:\n    enabled: false\nauthorization:\n  mode: AlwaysAllow\n`,
    '{{else}}\naddress: 0.0.0.0\nauthentication:\n  anonymous:\n    enabled: false\n  webhook:\n    cacheTTL: 2m0s\n    enabled: true\n',
    '  x509:\n    clientCAFile: "/etc/kubernetes/pki/ca.crt"\nauthorization:\n  mode: Webhook\n  webhook:\n    cacheAuthorizedTTL: 5m0s\n    cacheUnauthorizedTTL: 30s\n{{/if}}\n',
    `clusterDomain: {{${K8S}.cluster-domain}}\n`,
    `{{#if ${K8S}.cluster-dns-ip}}\nclusterDNS:\n{{#each ${K8S}.cluster-dns-ip}}\n- {{this}}\n{{else}}\n- {{${K8S}.cluster-dns-ip}}\n{{/each}}\n{{/if}}\n`,
    table(`${K8S}.eviction-hard`, 'evictionHard'),
    optional(`${K8S}.allowed-unsafe-sysctls`, 'allowedUnsafeSysctls'),
    optional(`${K8S}.event-qps includeZero=true`, 'eventRecordQPS'),
    `kubeReserved:\n  cpu: "{{kube_reserve_cpu ${K8S}.kube-reserved.cpu}}"\n`,
    `  {{#if ${K8S}.kube-reserved.memory}}\n  memory: "{{${K8S}.kube-reserved.memory}}"\n  {{else}}\n  {{#if ${K8S}.max-pods}}\n`,
    `  memory: "{{kube_reserve_memory ${K8S}.max-pods ${K8S}.kube-reserved.memory}}"\n  {{/if}}\n  {{/if}}\n`,
    `podPidsLimit: {{default 1048576 ${K8S}.pod-pids-limit}}\n`,
    optional(`${K8S}.provider-id`, 'providerID'),
    'readOnlyPort: 0\ncgroupDriver: systemd\nprotectKernelDefaults: true\nresolvConf: "/run/netdog/resolv.conf"\n',
    `seccompDefault: {{default false ${K8S}.seccomp-default}}\n`,
    `{{#if (and (default "" ${K8S}.server-certificate) (default "" ${K8S}.server-key))}}\n`,
    'tlsCertFile: "/etc/kubernetes/pki/kubelet-server.crt"\ntlsPrivateKeyFile: "/etc/kubernetes/pki/private/kubelet-server.key"\n',
    `{{else}}\nserverTLSBootstrap: {{${K8S}.server-tls-bootstrap}}\n{{/if}}\n`,
    'tlsCipherSuites:\n- TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256\n',
    `maxPods: {{default 110 ${K8S}.max-pods}}\nstaticPodPath: "/etc/kubernetes/static-pods/"\n`,
  ].join('');
}

/** The drop-in with the command that kubelet is really started with. */
function execStart(): string {
  return [
    header({ kubernetes: [], std: ['any_enabled', 'default'] }),
    '[Service]\nExecStart=\nExecStart=/usr/bin/kubelet \\\n',
    `{{#unless ${K8S}.standalone-mode}}\n    --cloud-provider {{default "external" ${K8S}.cloud-provider}} \\\n    --kubeconfig /etc/kubernetes/kubelet/kubeconfig \\\n`,
    `{{#if (eq ${K8S}.authentication-mode "tls")}}\n    --bootstrap-kubeconfig /etc/kubernetes/kubelet/bootstrap-kubeconfig \\\n{{/if}}\n{{else}}\n    --cloud-provider "" \\\n{{/unless}}\n`,
    '    --config /etc/kubernetes/kubelet/config \\\n    --container-runtime-endpoint=unix:///run/containerd/containerd.sock \\\n    --root-dir /var/lib/kubelet \\\n',
    `{{#if ${K8S}.credential-providers}}\n{{#if (any_enabled ${K8S}.credential-providers)}}\n    --image-credential-provider-bin-dir /usr/libexec/kubernetes/kubelet/plugins \\\n`,
    '    --image-credential-provider-config /etc/kubernetes/kubelet/credential-provider-config.yaml \\\n{{/if}}\n{{/if}}\n',
    `{{#if ${K8S}.hostname-override}}\n    --hostname-override {{${K8S}.hostname-override}} \\\n{{/if}}\n`,
    chain('    --node-ip $', '{NODE_IP} \\\n    --node-labels "$', '{NODE_LABELS}" \\\n    --register-with-taints "$', '{NODE_TAINTS}" \\\n'),
    '    --runtime-cgroups=/runtime.slice/containerd.service\n',
  ].join('');
}

/** A kubeconfig: by a token of AWS, or by a certificate. */
function kubeconfig(): string {
  return [
    header({ kubernetes: [], aws: [] }),
    '---\napiVersion: v1\nkind: Config\nclusters:\n- name: kubernetes\n  cluster:\n',
    `{{#if ${K8S}.api-server}}\n    certificate-authority: "/etc/kubernetes/pki/ca.crt"\n    server: "{{${K8S}.api-server}}"\n{{/if}}\n`,
    'contexts:\n- name: kubelet\n  context:\n    cluster: kubernetes\n    user: kubelet\ncurrent-context: kubelet\nusers:\n- name: kubelet\n',
    `{{#if (eq ${K8S}.authentication-mode "aws")}}\n  user:\n    exec:\n      apiVersion: client.authentication.k8s.io/v1beta1\n      command: "/usr/bin/aws-iam-authenticator"\n{{/if}}\n`,
    `{{#if (eq ${K8S}.authentication-mode "tls")}}\n  user:\n    client-certificate: "/var/lib/kubelet/pki/kubelet-client-current.pem"\n{{/if}}\n`,
  ].join('');
}

function bootstrapKubeconfig(): string {
  return `${header({ kubernetes: [] })}---\napiVersion: v1\nkind: Config\nusers:\n- name: kubelet\n{{#if ${K8S}.bootstrap-token}}\n  user:\n    token: "{{${K8S}.bootstrap-token}}"\n{{/if}}\n`;
}

function environment(): string {
  const lines = [
    `NODE_IP={{${K8S}.node-ip}}`,
    `NODE_LABELS={{join_map "=" "," "no-fail-if-missing" ${K8S}.node-labels}}`,
    `NODE_TAINTS={{join_node_taints ${K8S}.node-taints}}`,
  ];
  return `${header({ kubernetes: ['join_node_taints'], std: ['join_map'] })}${lines.join('\n')}\n`;
}

function decoded(setting: string): string {
  return `${header({ kubernetes: [], std: ['base64_decode'] })}{{~#if ${K8S}.${setting}~}}\n{{base64_decode ${K8S}.${setting}}}\n{{~/if~}}\n`;
}

function credentialProvider(): string {
  const providers = `${K8S}.credential-providers`;
  const each =
    '  - name: {{@key}}\n    matchImages:\n{{#each this.image-patterns}}\n      - "{{this}}"\n{{/each}}\n    defaultCacheDuration: "{{default "12h" this.cache-duration}}"\n';
  return `${header({ kubernetes: [], std: ['default'] })}apiVersion: kubelet.config.k8s.io/v1\nkind: CredentialProviderConfig\nproviders:\n{{#if ${providers}}}\n{{#each ${providers}}}\n{{#if this.enabled}}\n${each}{{/if}}\n{{/each}}\n{{/if}}\n`;
}

/** Templates of the files that kubelet reads, by name. */
export const kubernetesTemplates: Readonly<Record<string, string>> = {
  'kubelet-config': kubeletConfig(),
  'kubelet-exec-start-conf': execStart(),
  'kubelet-env': environment(),
  'kubelet-kubeconfig': kubeconfig(),
  'kubelet-bootstrap-kubeconfig': bootstrapKubeconfig(),
  'kubernetes-ca-crt': decoded('cluster-certificate'),
  'kubelet-server-crt': decoded('server-certificate'),
  'kubelet-server-key': decoded('server-key'),
  'credential-provider-config-yaml': credentialProvider(),
};
