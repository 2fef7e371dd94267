import { boolean, each, integer, mapOf, type SettingShape, secret, table, text, texts } from '../setting-shape.ts';

/** Updates, network, time, certificates, the cloud, ECS (bottlerocket-settings-sdk, settings-extensions of these names). */
export const platformSettings: Readonly<Record<string, SettingShape>> = {
  motd: text,
  updates: table({ ...each('metadata-base-url targets-base-url version-lock', text), seed: integer, 'ignore-waves': boolean }),
  network: table({
    ...each('hostname https-proxy', text),
    ...each('no-proxy disable-ipv6', texts),
    hosts: { kind: 'tables', fields: { address: text, names: texts }, from: { key: 'address', rest: 'names', forms: ['pairs'] } },
  }),
  ntp: table({
    'time-servers': { kind: 'tables', fields: { ...each('address directive', text), options: texts }, from: { key: 'address', forms: ['text', 'names'] } },
    ...each('options logging', texts),
  }),
  dns: table(each('name-servers search-list', texts)),
  metrics: table({ 'metrics-url': text, 'send-metrics': boolean, 'service-checks': texts }),
  measurement: table({ 'excluded-settings': texts }),
  pki: mapOf(table({ data: text, trusted: boolean })),
  aws: table({ ...each('region config profile', text), credentials: secret }),
  cloudformation: table({ 'should-signal': boolean, ...each('stack-name logical-resource-id', text) }),
  autoscaling: table({ 'should-wait': boolean }),
  ecs: table({
    ...each('cluster loglevel image-pull-behavior container-stop-timeout task-cleanup-wait image-cleanup-wait image-cleanup-age backend-host', text),
    'instance-attributes': mapOf(text),
    ...each('allow-privileged-containers enable-spot-instance-draining image-cleanup-enabled awsvpc-block-imds enable-container-metadata', boolean),
    'logging-drivers': texts,
    ...each('metadata-service-rps metadata-service-burst reserved-memory image-cleanup-delete-per-cycle', integer),
  }),
};
