import { parseToml } from '@staticfire/read/formats/toml';
import { describe, expect, it } from 'vitest';
import { findReading, type LayeredSetting, parseTomlKey, resolveSettings } from './index.ts';

async function layer(name: LayeredSetting['layer'], text: string): Promise<LayeredSetting[]> {
  const settings = await parseToml(Buffer.from(text), name);
  return settings.map(({ path, type, value, line }) => ({ path, type, value, line, layer: name, file: name }));
}

async function resolve(defaults: string, userData = '') {
  return resolveSettings(await layer('defaults', defaults), await layer('user-data', userData));
}

/** The value at a dotted path of plain names; what is wrong with it; `unset`. */
async function read(path: string, defaults: string, userData = ''): Promise<unknown> {
  const reading = findReading((await resolve(defaults, userData)).tree, path.split('.'));
  if (reading === undefined) return 'unset';
  return reading.kind === 'value' ? reading.value : reading.kind === 'problem' ? reading.message : reading.kind;
}

describe('resolveSettings: layers', () => {
  const DEFAULTS = '[settings.kernel]\nlockdown = "integrity"\n[settings.host-containers.admin]\nenabled = false\nsuperpowered = true\n';
  it.each([
    ['a default', 'kernel.lockdown', '', 'integrity'],
    ['user data over a default', 'kernel.lockdown', 'settings.kernel.lockdown = "none"', 'none'],
    ['tables merge', 'host-containers.admin.superpowered', 'settings.host-containers.admin.enabled = true', true],
    ['names add up', 'host-containers.mine.enabled', 'settings.host-containers.mine.enabled = true', true],
    ['an empty table changes nothing', 'host-containers.admin.enabled', '[settings.host-containers]', false],
    ['what nothing sets', 'updates.seed', '', 'unset'],
  ])('%s', async (_, path, userData, expected) => expect(await read(path, DEFAULTS, userData)).toEqual(expected));

  it('a list is replaced as a whole', async () => {
    const servers = (list: string) => `settings.dns.name-servers = ${list}`;
    expect(await read('dns.name-servers', servers('["a", "b", "c"]'), servers('["d"]'))).toEqual(['d']);
    expect(await read('dns.name-servers', servers('["a"]'), servers('[]'))).toEqual([]);
  });

  it('tells which layer, file and line decides', async () => {
    const { entries } = await resolve(DEFAULTS, '\nsettings.kernel.lockdown = "none"');
    expect(entries).toContainEqual({ key: 'settings.kernel.lockdown', layer: 'user-data', file: 'user-data', line: 2 });
    expect(entries).toContainEqual({ key: 'settings.host-containers.admin.enabled', layer: 'defaults', file: 'defaults', line: 4 });
  });
});

describe('resolveSettings: types', () => {
  it.each([
    [
      'a word that is none of them',
      'kernel.lockdown',
      'kernel.lockdown = "all"',
      'settings.kernel.lockdown: found a text that is none of none, integrity, confidentiality',
    ],
    ['a number for a text', 'motd', 'motd = 1', 'settings.motd: found an integer, expected a string'],
    ['a text for a switch', 'metrics.send-metrics', 'metrics.send-metrics = "true"', 'settings.metrics.send-metrics: found a string, expected a boolean'],
    ['a float for a number', 'kubernetes.max-pods', 'kubernetes.max-pods = 1.5', 'settings.kubernetes.max-pods: found a float, expected an integer'],
    ['a number beyond 53 bits', 'updates.seed', 'updates.seed = 9007199254740993', 'settings.updates.seed: its number needs more than 53 bits'],
    ['a text for a table', 'kernel', 'kernel = "x"', 'settings.kernel: found a string, expected a table'],
    ['a table for a text', 'motd', 'motd = {}', 'settings.motd: found a table, expected a string'],
    ['a number in a list of texts', 'dns.name-servers', 'dns.name-servers = ["a", 1]', 'settings.dns.name-servers: found an integer, expected a string'],
    ['digits for a percentage', 'kubernetes.image-gc-high-threshold-percent', 'kubernetes.image-gc-high-threshold-percent = "85"', 85],
    ['unlimited', 'oci-defaults.resource-limits.max-open-files.hard-limit', 'oci-defaults.resource-limits.max-open-files = { hard-limit = "unlimited" }', -1],
    ['a size as a number', 'container-runtime.concurrent-download-chunk-size', 'container-runtime.concurrent-layer-fetch-buffer = 1024', '1024'],
    ['one address for a list', 'kubernetes.cluster-dns-ip', 'kubernetes.cluster-dns-ip = "10.0.0.10"', ['10.0.0.10']],
    ['one taint for a list', 'kubernetes.node-taints.dedicated', 'kubernetes.node-taints.dedicated = "x:NoSchedule"', ['x:NoSchedule']],
    ['an alias', 'boot.kernel-parameters.console', 'boot.kernel.console = ["tty0"]', ['tty0']],
    ['commands', 'bootstrap-commands.a.commands', 'bootstrap-commands.a.commands = [["apiclient", "x"], ["y"]]', [['apiclient', 'x'], ['y']]],
    ['hosts in pairs', 'network.hosts', 'network.hosts = [["10.0.0.1", ["a", "b"]]]', [{ address: '10.0.0.1', names: ['a', 'b'] }]],
    ['time servers as texts', 'ntp.time-servers', 'ntp.time-servers = ["a"]', [{ address: 'a' }]],
    ['time servers as tables', 'ntp.time-servers', 'ntp.time-servers = [{ address = "a", directive = "pool" }]', [{ address: 'a', directive: 'pool' }]],
    ['time servers by name', 'ntp.time-servers', 'ntp.time-servers.x.address = "a"', [{ address: 'a' }]],
    ['mirrors by registry', 'container-registry.mirrors', 'container-registry.mirrors."docker.io" = ["u"]', [{ registry: 'docker.io', endpoint: ['u'] }]],
    [
      'credentials, without their values',
      'container-registry.credentials',
      '[[settings.container-registry.creds]]\npassword = "p"',
      [{ password: { redacted: true } }],
    ],
    ['a secret', 'kubernetes.bootstrap-token', 'kubernetes.bootstrap-token = "x"', 'secret'],
  ])('%s', async (_, path, line, expected) => {
    const text = line.startsWith('[') ? line : `settings.${line}`;
    expect(await read(path, text)).toEqual(expected);
    expect((await resolve(text)).unknown).toEqual([]);
    expect((await resolve(text)).wrong).toHaveLength(typeof expected === 'string' && expected.startsWith('settings.') ? 1 : 0);
  });

  it('a value that was redacted is not known, and not wrong', () => {
    const { tree, wrong } = resolveSettings([{ path: ['settings', 'motd'], type: 'string', layer: 'defaults', file: 'f', line: 1 }]);
    expect(findReading(tree, ['motd'])).toMatchObject({ kind: 'problem', cause: 'redacted' });
    expect(wrong).toEqual([]);
  });
});

describe('resolveSettings: defaults as Bottlerocket has them', () => {
  it.each([
    ['of a module that is blacklisted', '[settings.kernel.modules]\n"algif_aead" = { blacklist = true }\n'],
    [
      'of a device plugin',
      '[settings.kubelet-device-plugins.nvidia]\npass-device-specs = true\ndevice-id-strategy="index"\ndevice-list-strategy="volume-mounts"\n',
    ],
    ['of ports that EKS uses', '[settings.kernel.sysctl]\n"net.ipv4.ip_local_reserved_ports" = "2703,9808"\n'],
    ['of time servers', '[settings.ntp]\ntime-servers = ["169.254.169.123"]\noptions = ["iburst"]\n[metadata.settings.ntp]\naffected-services = ["ntp"]\n'],
  ])('%s', async (_, text) => {
    const { entries, unknown, wrong, generated } = await resolve(text);
    expect(entries.length).toBeGreaterThan(0);
    expect({ unknown, wrong, generated }).toEqual({ unknown: [], wrong: [], generated: [] });
  });
});

describe('resolveSettings: what is no setting', () => {
  it.each([
    ['a misspelt key', 'settings.kernel.lokdown = "x"', 'settings.kernel.lokdown'],
    ['a table of them', '[settings.kernal]\na = 1\nb.c = 2', 'settings.kernal.a, settings.kernal.b.c'],
    ['an empty one', '[settings.kernal]', 'settings.kernal'],
    ['a name of JavaScript', 'settings.constructor.name = 1\nsettings.__proto__.x = 1', 'settings.constructor.name, settings.__proto__.x'],
    ['beside settings', 'setings.motd = "x"\nsettings.motd = "y"', 'setings.motd'],
  ])('%s', async (_, text, keys) => {
    const { unknown } = await resolve('', text);
    expect(unknown.map(({ key }) => key).join(', ')).toBe(keys);
  });

  it('the other tables of defaults are not reported, in user data they are', async () => {
    const text = 'services.x.restart-commands = []\n';
    expect((await resolve(text)).unknown).toEqual([]);
    expect((await resolve('', text)).unknown).toHaveLength(1);
  });
});

describe('resolveSettings: generators', () => {
  const GENERATOR =
    '[metadata.settings.updates.seed]\nsetting-generator = "bork seed"\n[metadata.settings.host-containers.admin.source.setting-generator]\ncommand = "schnauzer-v2 render"\nstrength = "weak"\n';
  it('what only a generator fills in is not known', async () => {
    expect(await read('updates.seed', GENERATOR)).toBe('settings.updates.seed: bork seed fills it in when the node starts');
    expect((await resolve(GENERATOR)).generated.map(({ key, generator }) => [key, generator])).toEqual([
      ['settings.updates.seed', 'bork seed'],
      ['settings.host-containers.admin.source', 'schnauzer-v2 render'],
    ]);
    expect((await resolve(GENERATOR)).wrong).toEqual([]);
  });

  it('one for a field of every name is for the names that are there', async () => {
    const generator = '[metadata.settings.bootstrap-containers.source.setting-generator]\ncommand = "render"\ndepth = 1\n';
    const userData = '[settings.bootstrap-containers.a]\nmode = "once"\n[settings.bootstrap-containers.b]\nsource = "x"\n';
    expect((await resolve(generator)).generated).toEqual([]);
    expect((await resolve(generator)).tree.members.size).toBe(0);
    expect((await resolve(generator, userData)).generated.map(({ key }) => key)).toEqual(['settings.bootstrap-containers.a.source']);
    expect(await read('bootstrap-containers.a.source', generator, userData)).toMatch(/render fills it in/);
    expect(await read('bootstrap-containers.b.source', generator, userData)).toBe('x');
  });

  it('what is set is not generated', async () => {
    expect(await read('updates.seed', GENERATOR, 'settings.updates.seed = 1')).toBe(1);
    expect((await resolve(GENERATOR, 'settings.updates.seed = 1')).generated).toHaveLength(1);
  });
});

describe('parseTomlKey', () => {
  it.each<[string, unknown]>([
    ['settings.a-b', ['settings', 'a-b']],
    ['a."b.c"[0].d', ['a', 'b.c', 0, 'd']],
    ['a."q\\"\\u0001"', ['a', 'q"\u0001']],
    ['a b', undefined],
  ])('%s', (key, path) => expect(parseTomlKey(key)).toEqual(path));
});
