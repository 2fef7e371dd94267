/** Rules of the pack `baseline` that follow from the settings alone: on damaged defaults each is unknown. */
export const settingsRules = [
  'admin-off',
  'no-superpowered',
  'known-registries',
  'pinned-host-containers',
  'no-bootstrap-containers',
  'no-bootstrap-commands',
  'container-capabilities',
  'ecs-no-privileged',
  'kubernetes-not-standalone',
  'kubernetes-authentication',
  'kubernetes-server-certificate',
  'kubernetes-no-unsafe-sysctls',
  'kubernetes-pids-limit',
] as const;
