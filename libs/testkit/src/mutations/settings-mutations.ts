import type { Verdict } from '@staticfire/findings';
import type { ImageRecipe } from '../lab/recipe.ts';
import { file } from '../lab/tree.ts';
import { addFiles, both, type Change, editFile, editOsRelease, removeFile } from './change.ts';
import { addDefaults, defaultsPath, editDefaults, replaceDefaults as replace } from './edit-defaults.ts';
import { kubeletFiles, kubeletOptions } from './kubelet-rules.ts';
import type { Mutation } from './mutation.ts';
import { everySetting, unknownSettings } from './settings-rules.ts';

const fail = (name: string) => ({ [`baseline:settings/${name}`]: 'fail' as Verdict });

const SUPERPOWERED = fail('no-superpowered');
const REGISTRIES = fail('known-registries');
const PINNED = fail('pinned-host-containers');
const SECRETS = fail('no-secrets');
const LINK = fail('defaults-link');
const ONE_FILE = fail('one-defaults-file');

const control = (setting: string) => replace('[settings.host-containers.control]\n', `[settings.host-containers.control]\n${setting}\n`);
const generate = (before: string, after: string) => editDefaults((text) => text.replaceAll(before, after));
const secondFile = (base: ImageRecipe) => addFiles(file('usr/share/storewolf/metal-dev.toml', '[settings.kernel]\nlockdown = "none"\n'))(base);
const editLink = (edit: (text: string) => string) => editFile('usr/lib/tmpfiles.d/storewolf.conf', edit);
const remix: Change = editOsRelease((text) => text.replace('NAME=Bottlerocket', 'NAME="Acme OS"'));

export const settingsMutations: readonly Mutation[] = [
  { name: 'settings: the admin container is on', change: replace('admin]\nenabled = false', 'admin]\nenabled = true'), expect: fail('admin-off') },
  { name: 'settings: the control container is superpowered', change: replace('superpowered = false', 'superpowered = true'), expect: SUPERPOWERED },
  {
    name: 'settings: a superpowered container of its own',
    base: 'demo-uki',
    change: addDefaults('[settings.host-containers.debug]', 'source = "public.ecr.aws/acme/debug:v1"', 'superpowered = true'),
    expect: SUPERPOWERED,
  },
  { name: 'settings: a host container of a foreign registry', change: control('source = "registry.example/control:v1"'), expect: REGISTRIES },
  {
    name: 'settings: a host container of a registry that looks like a known one',
    change: control('source = "public.ecr.aws.example/control:v1"'),
    expect: REGISTRIES,
  },
  {
    name: 'settings: a generator that names a foreign registry',
    change: generate('{{ ecr-prefix settings.aws.region }}', 'registry.example'),
    expect: REGISTRIES,
  },
  { name: 'settings: a host container by digest', change: control(`source = "public.ecr.aws/acme/control@sha256:${'0'.repeat(64)}"`), expect: {} },
  { name: 'settings: the newest host container', change: control('source = "public.ecr.aws/acme/control:latest"'), expect: PINNED },
  { name: 'settings: a generator that names the newest', base: 'demo-2026', change: generate('control:v0.7.17', 'control:latest'), expect: PINNED },
  {
    name: 'settings: credentials for a registry',
    change: addDefaults('[[settings.container-registry.credentials]]', 'registry = "registry.example"', 'username = "ci"', 'password = "x"'),
    expect: SECRETS,
  },
  { name: 'settings: a bootstrap token', change: replace('[settings.kubernetes]\n', '[settings.kubernetes]\nbootstrap-token = "a.b"\n'), expect: SECRETS },
  { name: 'settings: user data of a host container', base: 'demo-uki', change: control('user-data = "e30="'), expect: SECRETS },
  {
    name: 'settings: a bootstrap container at every boot',
    change: addDefaults('[settings.bootstrap-containers.ours]', 'source = "public.ecr.aws/acme/ours:v1"', 'mode = "always"', 'essential = true'),
    expect: fail('no-bootstrap-containers'),
  },
  { name: 'settings: a bootstrap container that is off', change: addDefaults('[settings.bootstrap-containers.ours]', 'mode = "off"'), expect: {} },
  {
    name: 'settings: bootstrap commands once',
    base: 'demo-2026',
    change: addDefaults('[settings.bootstrap-commands.ours]', 'commands = [["apiclient", "set", "motd=hello"]]', 'mode = "once"'),
    expect: fail('no-bootstrap-commands'),
  },
  {
    name: 'settings: ECS starts privileged containers',
    base: 'demo-uki',
    change: addDefaults('[settings.ecs]', 'allow-privileged-containers = true'),
    expect: fail('ecs-no-privileged'),
  },
  {
    name: 'settings: ECS refuses privileged containers',
    base: 'demo-uki',
    change: addDefaults('[settings.ecs]', 'allow-privileged-containers = false'),
    expect: { 'baseline:settings/ecs-no-privileged': 'pass' },
  },
  { name: 'settings: containers may do anything', change: replace('chown = true', 'chown = true\nsys-admin = true'), expect: fail('container-capabilities') },
  { name: 'settings: containers may do less', change: replace('net-raw = true', 'net-raw = false\nsys-admin = false'), expect: {} },
  { name: 'settings: a remix reports to Bottlerocket', change: remix, expect: fail('metrics-of-a-remix') },
  {
    name: 'settings: a remix reports to its own',
    base: 'demo-2026',
    change: both(remix, replace('metrics.bottlerocket.aws', 'metrics.example')),
    expect: { 'baseline:settings/metrics-of-a-remix': 'pass' },
  },
  { name: 'settings: a key that does not exist', change: addDefaults('[settings.kernel.lokdown]', 'mode = "none"'), expect: fail('known-keys') },
  { name: 'settings: a number where a text belongs', change: editDefaults((text) => text.replace(/motd = .*/, 'motd = 5')), expect: fail('known-keys') },
  { name: 'settings: two files of defaults', change: secondFile, expect: ONE_FILE },
  // Which settings count is told by the link alone.
  {
    name: 'settings: the link leads to nothing',
    change: editLink((text) => text.replace('.toml\n', '.tml\n')),
    expect: { ...unknownSettings('classic'), ...LINK },
  },
  // One file alone is what counts, whoever puts it in its place.
  { name: 'settings: no link', change: removeFile('usr/lib/tmpfiles.d/storewolf.conf'), expect: LINK },
  {
    name: 'settings: neither a link nor one file',
    change: both(secondFile, removeFile('usr/lib/tmpfiles.d/storewolf.conf')),
    expect: { ...unknownSettings('classic'), ...LINK, ...ONE_FILE },
  },
  {
    name: 'settings: no defaults',
    change: (base) => removeFile(defaultsPath(base))(base),
    // Nothing sets lockdown, time servers or where updates come from.
    expect: {
      ...everySetting('not-applicable'),
      'baseline:settings/known-keys': 'not-applicable',
      'baseline:settings/templates-exist': 'unknown',
      'baseline:containers/selinux': 'not-applicable',
      'baseline:containers/no-new-privileges': 'not-applicable',
      ...{ 'baseline:kernel/lockdown': 'fail', 'baseline:services/time-client': 'fail', 'baseline:updates/source': 'fail' },
      // A kernel that is not locked down takes the modules that nobody signed.
      'baseline:kernel/module-signatures': 'pass',
      ...{ 'baseline:updates/locations': 'not-applicable', 'baseline:updates/follows-latest': 'not-applicable' },
      ...{ 'baseline:settings/no-secrets': 'not-applicable', ...LINK, ...ONE_FILE },
      // Nobody writes a configuration for kubelet, and without one it is open to everybody.
      ...kubeletOptions('fail'),
      ...{ 'baseline:kubelet/filter-chains': 'pass', 'baseline:kubernetes/idle-streams': 'pass', 'baseline:kubernetes/serving-certificate-renewal': 'pass' },
      ...{ 'baseline:kubernetes/client-certificate': 'not-applicable' },
      ...kubeletFiles('modes', 'not-applicable'),
      ...kubeletFiles('owners', 'not-applicable'),
    },
  },
  {
    name: 'settings: the defaults are damaged',
    base: 'demo-2026',
    change: addDefaults('[settings'),
    expect: {
      ...unknownSettings('2026'),
      ...{
        'baseline:settings/kubernetes-seccomp-default': 'unknown',
        'baseline:settings/no-secrets': 'unknown',
        'baseline:settings/templates-exist': 'unknown',
        'baseline:settings/defaults-link': 'unknown',
        'baseline:settings/one-defaults-file': 'unknown',
        'baseline:kubernetes/kube-proxy-mode': 'unknown',
        'baseline:kubernetes/kube-proxy-owner': 'unknown',
      },
    },
  },
];
