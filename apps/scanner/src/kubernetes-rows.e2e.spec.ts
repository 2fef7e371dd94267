import type { Fact } from '@staticfire/facts';
import { openWorkerPool } from '@staticfire/read/block-source/node';
import { collectFacts } from '@staticfire/scan';
import { startImageDigest } from '@staticfire/scan/image-digest';
import { describeOracle, labImage, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

const TOOLS = toolsFor('mke2fs', 'debugfs', 'resize2fs', 'sgdisk', 'veritysetup', 'mkfs.vfat', 'mcopy', 'mkfs.erofs', 'secilc', 'zstd');

/** Where a row finds its evidence in kubernetes.kubelet: a file by its role, a value of the configuration, an option of the command line. */
type Evidence = readonly ['file', role: string] | readonly ['config', path: string] | readonly ['flag', name: string];

/** controls.md section 2: what stock images have; `undefined`: not set, `open`: the node decides. */
const ROWS: readonly (readonly [row: string, evidence: Evidence, stock: string | undefined])[] = [
  ['CIS-K8S-4.1.1', ['file', 'drop-in'], '0644 root'],
  ['CIS-K8S-4.1.2', ['file', 'drop-in'], '0644 root'],
  ['CIS-K8S-4.1.5', ['file', 'kubeconfig'], '0600 root'],
  ['CIS-K8S-4.1.6', ['file', 'kubeconfig'], '0600 root'],
  ['CIS-K8S-4.1.7', ['file', 'client-ca'], '0600 root'],
  ['CIS-K8S-4.1.8', ['file', 'client-ca'], '0600 root'],
  ['CIS-K8S-4.1.9', ['file', 'config'], '0600 root'],
  ['CIS-K8S-4.1.10', ['file', 'config'], '0600 root'],
  ['CIS-K8S-4.2.1', ['config', 'authentication.anonymous.enabled'], 'false'],
  ['CIS-K8S-4.2.2', ['config', 'authorization.mode'], 'Webhook'],
  ['CIS-K8S-4.2.3', ['config', 'authentication.x509.clientCAFile'], '/etc/kubernetes/pki/ca.crt'],
  ['CIS-K8S-4.2.4', ['config', 'readOnlyPort'], '0'],
  ['CIS-K8S-4.2.4', ['flag', 'read-only-port'], undefined],
  ['CIS-K8S-4.2.5', ['config', 'streamingConnectionIdleTimeout'], undefined],
  ['CIS-K8S-4.2.6', ['config', 'makeIPTablesUtilChains'], undefined],
  ['CIS-K8S-4.2.7', ['flag', 'hostname-override'], 'open'],
  ['CIS-K8S-4.2.8', ['config', 'eventRecordQPS'], undefined],
  ['CIS-K8S-4.2.9', ['config', 'serverTLSBootstrap'], 'true'],
  ['CIS-K8S-4.2.9', ['config', 'tlsCertFile'], undefined],
  ['CIS-K8S-4.2.10', ['config', 'rotateCertificates'], undefined],
  ['CIS-K8S-4.2.11', ['config', 'featureGates.RotateKubeletServerCertificate'], undefined],
  ['CIS-K8S-4.2.12', ['config', 'tlsCipherSuites'], 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'],
  ['CIS-K8S-4.2.13', ['config', 'podPidsLimit'], '1048576'],
  ['CIS-K8S-4.2.14', ['config', 'seccompDefault'], 'false'],
];

interface Value {
  readonly value?: string;
  readonly items?: readonly string[];
  readonly $unreadable?: object;
}

interface Kubelet {
  readonly config: Readonly<Record<string, Value>>;
  readonly flags: Readonly<Record<string, Value>>;
  readonly files: readonly { readonly role: string; readonly mode: string; readonly owner: string }[];
}

describeOracle('the facts of an image answer every row of CIS Kubernetes that files and options decide', TOOLS, () => {
  const pool = openWorkerPool();
  let kubelet: Kubelet;
  afterAll(() => pool.close());

  beforeAll(async () => {
    const path = await labImage('demo');
    const document = await collectFacts({ path, tool: { name: 'staticfire', version: '0.0.0' }, started: { pool, digest: startImageDigest(path, pool) } });
    const fact = document.body.facts.find(({ name }) => name === 'kubernetes.kubelet') as Fact & { readonly state: 'present' };
    kubelet = fact.value as Kubelet;
  });

  it.each(ROWS)('%s: %j is %s', (_, [kind, name], stock) => {
    expect(kind === 'file' ? fileOf(kubelet, name) : told((kind === 'config' ? kubelet.config : kubelet.flags)[name])).toBe(stock);
  });
});

function fileOf({ files }: Kubelet, role: string): string | undefined {
  const file = files.find((each) => each.role === role);
  return file && `${file.mode} ${file.owner}`;
}

function told(value: Value | undefined): string | undefined {
  return value?.$unreadable === undefined ? (value?.value ?? value?.items?.join()) : 'open';
}
