export { type AccountDatabase, type AccountLine, parseAccountFile, parseAccountLine } from './account-file.ts';
export { type ContainerContextLine, parseContainerContexts } from './container-contexts.ts';
export { type EnvironmentEntry, parseEnvironmentFile } from './environment-file.ts';
export { cutLines, type LineEnds } from './file-text.ts';
export { type KernelCommandLine, type KernelParameter, parseKernelCommandLine } from './kernel-command-line.ts';
export { type LdSoConfEntry, parseLdSoConf } from './ld-so-conf.ts';
export { type ModprobeEntry, parseModprobeFile } from './modprobe-file.ts';
export { type ModulesLoadEntry, parseModulesLoadFile } from './modules-load-file.ts';
export { type MountOption, parseMountOptions } from './mount-options.ts';
export { type NsswitchEntry, parseNsswitchFile } from './nsswitch-file.ts';
export { type OsReleaseField, parseOsRelease } from './os-release.ts';
export { parseSelinuxConfig, type SelinuxConfig } from './selinux-config.ts';
export { parseSysctlFile, type SysctlEntry } from './sysctl-file.ts';
export {
  parseSystemdConfigFile,
  readSystemdConfigText,
  type SystemdConfigEntry,
  type SystemdConfigText,
  type SystemdSectionHeader,
} from './systemd-config-file.ts';
export { type SystemdEscapes, takeSystemdWord } from './systemd-word.ts';
export { parseSysusersFile, type SysusersEntry } from './sysusers-file.ts';
export { parseTmpfilesAttributes, type TmpfilesAttribute } from './tmpfiles-attributes.ts';
export { parseTmpfilesFile, type TmpfilesEntry } from './tmpfiles-file.ts';
