import { boolean, each, type IntegerShape, integer, mapOf, oneOf, type SettingShape, secret, type TextsShape, table, text, texts } from '../setting-shape.ts';

const digits: IntegerShape = { kind: 'integer', fromText: true };
const oneOrMore: TextsShape = { kind: 'texts', fromOne: true };

/** `settings.kubernetes` (bottlerocket-settings-sdk, settings-extensions/kubernetes; the latest fields are of 2026). */
export const kubernetesSettings: Readonly<Record<string, SettingShape>> = {
  kubernetes: table(
    {
      ...each('cluster-name cluster-certificate api-server cloud-provider cluster-domain provider-id pod-infra-container-image', text),
      ...each('hostname-override hostname-override-source reserved-cpus memory-swap-behavior memory-manager-policy', text),
      ...each('container-log-max-size container-log-monitor-interval cpu-manager-policy cpu-manager-reconcile-period', text),
      ...each('topology-manager-scope topology-manager-policy shutdown-grace-period shutdown-grace-period-for-critical-pods', text),
      ...each('image-minimum-gc-age image-maximum-gc-age server-certificate kubelet-extra-config', text),
      ...each('bootstrap-token server-key', secret),
      'authentication-mode': oneOf('aws', 'tls'),
      ...each('standalone-mode server-tls-bootstrap cpu-cfs-quota-enforced seccomp-default device-ownership-from-security-context', boolean),
      ...each('single-process-oom-kill static-pods-enabled fail-cgroup-v1', boolean),
      ...each('registry-qps registry-burst event-qps event-burst kube-api-qps kube-api-burst container-log-max-files', integer),
      ...each('container-log-max-workers pod-pids-limit log-level max-pods max-parallel-image-pulls eviction-max-pod-grace-period', integer),
      ...each('image-gc-high-threshold-percent image-gc-low-threshold-percent ids-per-pod', digits),
      ...each('allowed-unsafe-sysctls cpu-manager-policy-options', texts),
      ...each('cluster-dns-ip node-ip', oneOrMore),
      ...each('node-labels eviction-hard eviction-soft eviction-soft-grace-period kube-reserved system-reserved', mapOf(text)),
      'node-taints': mapOf(oneOrMore),
      'static-pods': mapOf(table({ enabled: boolean, manifest: text })),
      'credential-providers': mapOf(table({ enabled: boolean, 'image-patterns': texts, 'cache-duration': text, environment: mapOf(text) })),
      'memory-manager-reserved-memory': mapOf(table({ enabled: boolean, ...each('memory hugepages-2Mi hugepages-1Gi', text) })),
    },
    { 'fail-cgroupv1': 'fail-cgroup-v1' },
  ),
};
