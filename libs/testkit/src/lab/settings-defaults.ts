import { containerDefaults } from './settings-containers.ts';
import { kubernetesFiles } from './settings-kubernetes.ts';

/** storewolf's TOML: keys and defaults of anatomy 6.4, a selection. */
export function settingsDefaults(): string {
  return `# staticfire lab image: settings defaults

[settings]
motd = "staticfire lab image"

[settings.updates]
version-lock = "latest"
ignore-waves = false

[settings.ntp]
time-servers = ["169.254.169.123", "2.amazon.pool.ntp.org"]
options = ["iburst"]

[settings.kernel]
lockdown = "integrity"

[settings.host-containers.admin]
enabled = false
superpowered = true

[settings.host-containers.control]
enabled = true
superpowered = false

[settings.kubernetes]
cluster-domain = "cluster.local"
standalone-mode = false
authentication-mode = "aws"
server-tls-bootstrap = true
cloud-provider = "external"
seccomp-default = false

${kubernetesFiles()}
[services.chronyd]
configuration-files = ["chrony-conf"]
restart-commands = ["/usr/bin/systemctl try-reload-or-restart chronyd.service"]

[configuration-files.chrony-conf]
path = "/etc/chrony.conf"
template-path = "/usr/share/templates/chrony-conf"

[metadata.settings.updates.metadata-base-url]
setting-generator = "schnauzer-v2 render --requires 'aws@v1' --requires 'updates@v1(helpers=[metadata-prefix, tuf-prefix])' --template '{{ tuf-prefix settings.aws.region }}{{ metadata-prefix settings.aws.region }}/2020-07-07/{{ os.variant_id }}/{{ os.arch }}/'"

[metadata.settings.updates.targets-base-url]
setting-generator = "schnauzer-v2 render --requires 'aws@v1' --requires 'updates@v1(helpers=[tuf-prefix])' --template '{{ tuf-prefix settings.aws.region }}/targets/'"

[metadata.settings.ntp]
affected-services = ["chronyd"]

[metadata.settings.kubernetes]
affected-services = ["kubernetes"]
${containerDefaults()}`;
}
