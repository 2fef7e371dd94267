export { type BootConfig, type BootConfigKey, parseBootConfig, readBootConfig } from './boot-config.ts';
export { type BootConfigParameters, bootConfigParameters, commandLineWithBootConfig } from './kernel-parameters.ts';
