import { boolean, each, mapOf, oneOf, type SettingShape, table, text, texts } from '../setting-shape.ts';

/** Sizes that Linux has on x86_64 and aarch64. */
const HUGEPAGE_SIZES = '64Ki 2Mi 32Mi 512Mi 1Gi 16Gi';

/**
 * `settings.kernel` and `settings.boot` (bottlerocket-settings-sdk, settings-extensions/kernel and settings-models/src/boot.rs):
 * `hugepages`, `drivers` and `modules.*.blacklist` since 2026.
 */
export const kernelSettings: Readonly<Record<string, SettingShape>> = {
  kernel: table({
    lockdown: oneOf('none', 'integrity', 'confidentiality'),
    modules: mapOf(table(each('allowed autoload blacklist', boolean))),
    sysctl: mapOf(text),
    hugepages: table({
      static: table({ essential: boolean, ...each(HUGEPAGE_SIZES, table({ count: { kind: 'text', fromInteger: true } })) }),
      transparent: table(each('enabled defrag', text)),
    }),
    drivers: table({ nvidia: table({ branch: oneOf('lts', 'pb') }) }),
  }),
  boot: table(
    { 'reboot-to-reconcile': boolean, ...each('kernel-parameters init-parameters', mapOf(texts)) },
    { kernel: 'kernel-parameters', init: 'init-parameters' },
  ),
};
