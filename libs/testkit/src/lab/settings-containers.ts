const CAPABILITIES = 'audit-write chown dac-override fowner fsetid kill mknod net-bind-service net-raw setgid setfcap setpcap setuid sys-chroot'.split(' ');
const HOST_CONTAINERS = { admin: 'v0.11.13', control: 'v0.7.17' };

/** What stock defaults say of containers and metrics (anatomy 6.4): what a region decides is filled in when the node starts. */
export function containerDefaults(): string {
  return `
[settings.oci-defaults.capabilities]
${CAPABILITIES.map((name) => `${name} = true\n`).join('')}
[settings.metrics]
metrics-url = "https://metrics.bottlerocket.aws/v1/metrics"
service-checks = ["apiserver", "chronyd", "containerd"]

[metadata.settings.metrics.send-metrics]
setting-generator = "shibaken is-partition --partition aws"
${hostContainers((command) => `]\nsetting-generator = "${command}"\n`)}`;
}

/** Since 2026 the sources are weak settings; without an orchestrator there are neither capabilities nor metrics (anatomy-2026 section 9). */
export function containerDefaults2026(text: string, orchestrator: 'kubernetes' | 'none'): string {
  const sources = hostContainers((command) => `.setting-generator]\ncommand = "${command}"\nstrength = "weak"\n`);
  const before = hostContainers((command) => `]\nsetting-generator = "${command}"\n`);
  return orchestrator === 'none' ? text.replace(containerDefaults(), sources) : text.replace(before, sources);
}

function hostContainers(table: (command: string) => string): string {
  const command = (name: string, version: string) =>
    `schnauzer-v2 render --requires 'aws@v1(helpers=[ecr-prefix])' --template '{{ ecr-prefix settings.aws.region }}/bottlerocket-${name}:${version}'`;
  return Object.entries(HOST_CONTAINERS)
    .map(([name, version]) => `\n[metadata.settings.host-containers.${name}.source${table(command(name, version))}`)
    .join('');
}
