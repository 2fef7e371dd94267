import {
  boolean,
  each,
  type IntegerShape,
  integer,
  mapOf,
  oneOf,
  rows,
  type SettingShape,
  secret,
  type TextShape,
  table,
  text,
  texts,
} from '../setting-shape.ts';

const size: TextShape = { kind: 'text', fromInteger: true };
const limit: IntegerShape = { kind: 'integer', words: { unlimited: -1 } };
const mode = oneOf('off', 'once', 'always');

/** Containers, their runtime and their registries (bottlerocket-settings-sdk, settings-extensions of these names). */
export const containerSettings: Readonly<Record<string, SettingShape>> = {
  'host-containers': mapOf(table({ source: text, ...each('enabled superpowered', boolean), 'user-data': secret, command: texts })),
  'bootstrap-containers': mapOf(table({ source: text, mode, 'user-data': secret, essential: boolean, command: texts })),
  'bootstrap-commands': mapOf(table({ commands: rows, mode, essential: boolean })),
  'container-registry': table(
    {
      mirrors: {
        kind: 'tables',
        fields: { registry: text, endpoint: texts, capabilities: texts },
        from: { key: 'registry', rest: 'endpoint', forms: ['map'] },
      },
      credentials: { kind: 'tables', fields: each('registry username password auth identitytoken', secret) },
    },
    { creds: 'credentials' },
  ),
  'container-runtime': table(
    {
      ...each('log-level snapshotter', text),
      ...each('max-container-log-line-size max-concurrent-downloads max-concurrent-unpacks', integer),
      'concurrent-download-chunk-size': size,
      ...each('enable-unprivileged-ports enable-unprivileged-icmp', boolean),
    },
    { 'concurrent-layer-fetch-buffer': 'concurrent-download-chunk-size' },
  ),
  'container-runtime-plugins': table({
    'soci-snapshotter': table({
      'pull-mode': text,
      'parallel-pull-unpack': table({
        'concurrent-download-chunk-size': size,
        'discard-unpacked-layers': boolean,
        ...each('max-concurrent-downloads max-concurrent-downloads-per-image max-concurrent-unpacks max-concurrent-unpacks-per-image', integer),
      }),
    }),
  }),
  'image-verifier-plugins': table({ enabled: boolean, ...each('notation digestion', table({ trustpolicy: text }, { 'trust-policy': 'trustpolicy' })) }),
  'oci-defaults': table({
    capabilities: mapOf(boolean),
    'resource-limits': mapOf(table(each('hard-limit soft-limit', limit))),
  }),
  'oci-hooks': table({ 'log4j-hotpatch-enabled': boolean }),
};
