import { boolean, each, integer, mapOf, type SettingShape, table, text } from '../setting-shape.ts';

const sharing = { ...each('fail-requests-greater-than-one rename-by-default', boolean), replicas: integer };

/** `settings.nvidia-container-runtime`, `.kubelet-device-plugins`, `.kubelet-dra-drivers` (bottlerocket-settings-sdk, settings-extensions of these names). */
export const nvidiaSettings: Readonly<Record<string, SettingShape>> = {
  'nvidia-container-runtime': table(each('visible-devices-as-volume-mounts visible-devices-envvar-when-unprivileged', boolean)),
  'kubelet-device-plugins': table({
    nvidia: table({
      enabled: boolean,
      'pass-device-specs': boolean,
      ...each('device-id-strategy device-sharing-strategy device-partitioning-strategy', text),
      'device-list-strategy': { kind: 'texts', fromOne: true },
      'time-slicing': table(sharing),
      mps: table(sharing),
      mig: table({ profile: mapOf(text) }),
    }),
  }),
  'kubelet-dra-drivers': table({ nvidia: table({ enabled: boolean }), net: table({ enabled: boolean, ...each('bind-address device-filter', text) }) }),
};
