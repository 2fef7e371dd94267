export { type KernelCommandLine, type KernelParameter, parseKernelCommandLine } from './kernel-command-line.ts';
export { type OsReleaseField, parseOsRelease } from './os-release.ts';
