import { defineBankCollector } from '../collector.ts';
import { BOOT_CONFIG_PATH } from '../evidence/read-boot-config.ts';
import { type BootConfigData, bootConfigData } from './boot-config-data.schema.ts';

export const collectBootConfigData = defineBankCollector({
  fact: bootConfigData,
  reads: ['bootConfig'],
  collect({ bootConfig }, sources): BootConfigData | undefined {
    const found = bootConfig(sources);
    if (found === undefined) return undefined;
    const { config, length, parameters, applies, reason } = found;
    const keys = config?.keys ?? [];
    return {
      path: BOOT_CONFIG_PATH,
      length,
      hasTrailer: config !== undefined,
      ...(config === undefined ? {} : { textLength: config.textLength, precedingBytes: config.precedingBytes }),
      applies,
      reason,
      keys: keys.map(({ key, values, line }) => ({ key, values, line })),
      kernelParameters: parameters.kernel,
      initParameters: parameters.init,
      otherKeys: keys.flatMap(({ key }) => (/^(?:kernel|init)(?:\.|$)/.test(key) ? [] : [key])),
    };
  },
});
