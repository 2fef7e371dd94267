import type { Release } from './release.ts';
import { settingsDefaults } from './settings-defaults.ts';

const GENERATED = /\[metadata\.settings\.(?:updates|host-containers|metrics)\.[\w.-]+\]\nsetting-generator = .+\n+/g;

/** storewolf's TOML of variants for metal and VMware: public addresses stand in it, where AWS fills in those of its region, and nodes sign in by certificates (anatomy 6.4). */
export function publicDefaults({ variant, arch }: Release, cloudProvider: '' | 'external'): string {
  return settingsDefaults()
    .replace(GENERATED, '')
    .replace(
      'ignore-waves = false\n',
      `ignore-waves = false\nmetadata-base-url = "https://updates.bottlerocket.aws/2020-07-07/${variant}/${arch}/"\ntargets-base-url = "https://updates.bottlerocket.aws/targets/"\n`,
    )
    .replace('"169.254.169.123", ', '')
    .replace(
      'enabled = false\nsuperpowered = true\n',
      'enabled = false\nsuperpowered = true\nsource = "public.ecr.aws/bottlerocket/bottlerocket-admin:v0.11.13"\n',
    )
    .replace(
      'enabled = true\nsuperpowered = false\n',
      'enabled = false\nsuperpowered = false\nsource = "public.ecr.aws/bottlerocket/bottlerocket-control:v0.7.17"\n',
    )
    .replace('authentication-mode = "aws"', 'authentication-mode = "tls"')
    .replace('server-tls-bootstrap = true', 'server-tls-bootstrap = false')
    .replace('cloud-provider = "external"', `cloud-provider = "${cloudProvider}"`)
    .replace('v1/metrics"\n', 'v1/metrics"\nsend-metrics = true\n');
}
