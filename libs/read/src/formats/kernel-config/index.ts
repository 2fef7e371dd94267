export { type KernelConfig, type KernelConfigOptions, type KernelOption, type KernelOptionType, parseKernelConfig } from './kernel-config.ts';
