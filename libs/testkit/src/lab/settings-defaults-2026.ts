import type { Release2026 } from './release-2026.ts';
import { containerDefaults2026 } from './settings-containers.ts';
import { settingsDefaults } from './settings-defaults.ts';
import { kubernetesFiles } from './settings-kubernetes.ts';

const UPDATES = /\[(?:metadata\.)?settings\.updates[\w.-]*\]\n(?:.+\n)+\n/g;
const KUBERNETES = /\[(?:[\w.-]+\.)?kubernetes\]\n(?:.+\n)+\n?/g;
const ALGIF = '\n[settings.kernel.modules.algif_aead]\nallowed = false\n';

/** What nvidia-*.toml adds (anatomy 6.4). */
const GPUS = `
[settings.nvidia-container-runtime]
visible-devices-as-volume-mounts = true
visible-devices-envvar-when-unprivileged = false

[settings.kubelet-device-plugins.nvidia]
device-list-strategy = "volume-mounts"
device-id-strategy = "index"
pass-device-specs = true
device-sharing-strategy = "none"
`;

/** storewolf's TOML of 2026: seccomp by default, one module denied; without an orchestrator neither Kubernetes nor updates (anatomy-2026 section 9). */
export function settingsDefaults2026({ variant, orchestrator }: Release2026): string {
  const gpus = variant.includes('nvidia');
  const lockdown = gpus ? 'none' : 'integrity';
  const text = containerDefaults2026(settingsDefaults(), orchestrator)
    .replace('seccomp-default = false', 'seccomp-default = true')
    .replace('lockdown = "integrity"\n', `lockdown = "${lockdown}"\n${ALGIF}`);
  if (orchestrator === 'kubernetes') return gpus ? `${text}${GPUS}` : text;
  return text
    .replace(`${kubernetesFiles()}\n`, '')
    .replace(UPDATES, '')
    .replace(KUBERNETES, '')
    .replace('enabled = true', 'enabled = false')
    .trimEnd()
    .concat('\n');
}
