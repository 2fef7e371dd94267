import { defineBankCollector } from '../collector.ts';
import { GRUB_CONFIG_PATH } from '../evidence/read-grub-config.ts';
import { type BootLoader, bootLoader } from './boot-loader.schema.ts';

export const collectBootLoader = defineBankCollector({
  fact: bootLoader,
  reads: ['grubConfig'],
  collect({ grubConfig }, sources): BootLoader | undefined {
    const config = grubConfig(sources);
    if (config === undefined) return undefined;
    return {
      path: GRUB_CONFIG_PATH,
      default: config.default,
      timeout: config.timeout,
      variables: [...config.variables].map(([name, value]) => ({ name, value })),
      entries: config.entries.map(({ title, kernel, commandLine, initrds }) => ({
        title,
        ...(kernel === undefined ? {} : { kernel }),
        commandLine,
        initrds,
      })),
    };
  },
});
