import { containerdTemplates } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { Damaged, derivedValue, type Given } from '../fixtures/derived-fact.ts';
import { type RenderingRecipe, renderingFacts } from '../fixtures/rendering-facts.ts';

const CRI = 'plugins."io.containerd.grpc.v1.cri"';
const FOLDER = '/usr/share/templates';
const DEFAULTS = `[settings.oci-defaults.capabilities]
chown = true
net-raw = true
sys-admin = false
[settings.oci-defaults.resource-limits.max-open-files]
hard-limit = 1048576
soft-limit = 65536
[services.containerd]
configuration-files = ["containerd-config-toml", "oci-defaults", "more", "network"]
[configuration-files.containerd-config-toml]
path = "/etc/containerd/config.toml"
template-path = "${FOLDER}/containerd-config-toml_k8s_containerd_sock"
[configuration-files.oci-defaults]
path = "/etc/containerd/cri-base.json"
template-path = "${FOLDER}/containerd-cri-base-json"
mode = "600"
`;
const MORE = `[configuration-files.more]\npath = "/etc/containerd/config.d/9-more.toml"\ntemplate-path = "${FOLDER}/more"\n`;
const NETWORK = `[configuration-files.network]\npath = "/etc/cni/net.d/10-lab.conf"\ntemplate-path = "${FOLDER}/network"\n`;
const STOCK: RenderingRecipe = {
  defaults: DEFAULTS,
  templates: containerdTemplates,
  units: { 'containerd.service': ['Service.ExecStart=/usr/bin/containerd'] },
};

async function fact(name: string, recipe: RenderingRecipe = STOCK, userData?: string, more: Given = {}) {
  return derivedValue(name, { ...(await renderingFacts(recipe)), ...more }, userData, Object.values(recipe.templates));
}

function withTemplates(more: Readonly<Record<string, string>>, defaults = ''): RenderingRecipe {
  return { ...STOCK, defaults: DEFAULTS + defaults, templates: { ...containerdTemplates, ...more } };
}

const CONFIG = 'containerd-config-toml_k8s_containerd_sock';

describe('containerd.config', () => {
  it('tells the configuration and the specification that containers start from', async () => {
    const { path, config, baseSpec, files, unit } = await fact('containerd.config');
    expect(path).toBe('/etc/containerd/config.toml');
    expect(unit).toMatchObject({ name: 'containerd.service', started: true });
    expect(config[`${CRI}.enable_selinux`]).toMatchObject({ type: 'boolean', value: 'true', file: `${FOLDER}/${CONFIG}` });
    expect(config[`${CRI}.containerd.default_runtime_name`].value).toBe('shimpei');
    expect(config[`${CRI}.enable_unprivileged_ports`]).toBeUndefined();
    expect(baseSpec['process.noNewPrivileges'].value).toBe('true');
    expect(baseSpec['process.capabilities.bounding'].items).toEqual(['CAP_CHOWN', 'CAP_NET_RAW']);
    expect(baseSpec['process.rlimits[0].type'].value).toBe('RLIMIT_NOFILE');
    expect(baseSpec['process.rlimits[1].type'].$unreadable.message).toMatch(/Elastic Fabric Adapter/);
    expect(files.map((each: Record<string, unknown>) => `${each['path']} ${each['mode']}`)).toEqual([
      '/etc/containerd/config.toml 0644',
      '/etc/containerd/cri-base.json 0600',
    ]);
  });

  it('takes user data over the defaults, and tells no secret of a registry', async () => {
    const text =
      '[settings.container-runtime]\nenable-unprivileged-ports = true\n[[settings.container-registry.mirrors]]\nregistry = "a.b"\nendpoint = ["https://c.d"]\n[[settings.container-registry.credentials]]\nregistry = "a.b"\npassword = "hunter2"\n';
    const told = await fact('containerd.config', STOCK, text);
    expect(told.config[`${CRI}.enable_unprivileged_ports`].value).toBe('true');
    expect(told.config[`${CRI}.registry.mirrors."a.b".endpoint`].items).toEqual(['https://c.d']);
    expect(JSON.stringify(told)).not.toContain('hunter2');
  });

  it('follows imports', async () => {
    const imports = containerdTemplates[CONFIG]!.replace('version = 2\n', 'version = 2\nimports = ["/etc/containerd/config.d/*.toml"]\n');
    const { imported } = await fact('containerd.config', withTemplates({ [CONFIG]: imports, more: '[debug]\nlevel = "debug"\n' }, MORE));
    expect(imported).toEqual([
      { path: '/etc/containerd/config.d/9-more.toml', values: { 'debug.level': { type: 'string', value: 'debug', file: `${FOLDER}/more`, line: 2 } } },
    ]);
  });

  it('reads the file that the unit names', async () => {
    const units = { 'containerd.service': ['Service.ExecStart=/usr/bin/containerd --config /etc/other.toml'] };
    expect(await fact('containerd.config', { ...STOCK, units })).toBeUndefined();
  });

  it.each<[string, string, string, RegExp]>([
    ['TOML that is none', CONFIG, 'version =\n', /line 1: TOML/],
    ['JSON that is none', 'containerd-cri-base-json', '{', /containerd-cri-base-json.*no JSON/],
  ])('%s is unreadable', async (_, name, text, message) => {
    const { $unreadableFields } = await fact('containerd.config', withTemplates({ [name]: text }));
    expect($unreadableFields['baseSpec'].message).toMatch(message);
  });

  it('is absent without a template, unreadable without defaults that can be read', async () => {
    expect(await fact('containerd.config', { defaults: '[settings]\nmotd = "a"\n', templates: {} })).toBeUndefined();
    expect(await fact('containerd.config', STOCK, undefined, { 'settings.defaults': new Damaged() })).toBe('damaged');
  });
});

describe('cni.config', () => {
  it('tells where plugins and their configuration are', async () => {
    const { binDir, confDir, configurations } = await fact('cni.config');
    expect(binDir).toMatchObject({ path: '/opt/cni/bin', file: `${FOLDER}/${CONFIG}` });
    expect(confDir.path).toBe('/etc/cni/net.d');
    expect(configurations).toEqual([]);
  });

  it('tells what the image puts there', async () => {
    const { configurations } = await fact('cni.config', withTemplates({ network: '{"type": "bridge"}' }, NETWORK));
    expect(configurations).toMatchObject([{ path: '/etc/cni/net.d/10-lab.conf', values: { type: { value: 'bridge' } } }]);
  });

  it('is absent without a runtime that has network plugins', async () => {
    expect(await fact('cni.config', withTemplates({ [CONFIG]: 'version = 2\n' }))).toBeUndefined();
  });
});
