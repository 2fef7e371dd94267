import { kubernetesTemplates } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { Damaged, derivedValue, type Given } from '../fixtures/derived-fact.ts';
import { type RenderingRecipe, renderingFacts } from '../fixtures/rendering-facts.ts';

const FACT = 'kubernetes.kubelet';
const SETTINGS = `[settings.kubernetes]
cluster-domain = "cluster.local"
standalone-mode = false
authentication-mode = "aws"
server-tls-bootstrap = true
cloud-provider = "external"
seccomp-default = false
`;
const PATHS: Readonly<Record<string, string>> = {
  'kubelet-env': '/etc/kubernetes/kubelet/env',
  'kubelet-config': '/etc/kubernetes/kubelet/config',
  'kubelet-kubeconfig': '/etc/kubernetes/kubelet/kubeconfig',
  'kubelet-bootstrap-kubeconfig': '/etc/kubernetes/kubelet/bootstrap-kubeconfig',
  'kubelet-exec-start-conf': '/etc/systemd/system/kubelet.service.d/exec-start.conf',
  'kubernetes-ca-crt': '/etc/kubernetes/pki/ca.crt',
  'kubelet-server-crt': '/etc/kubernetes/pki/kubelet-server.crt',
  'kubelet-server-key': '/etc/kubernetes/pki/private/kubelet-server.key',
  'credential-provider-config-yaml': '/etc/kubernetes/kubelet/credential-provider-config.yaml',
};
const FILES = `[services.kubernetes]\nconfiguration-files = [${Object.keys(PATHS)
  .map((name) => `"${name}"`)
  .join(', ')}]\n${Object.entries(PATHS)
  .map(
    ([name, path]) =>
      `[configuration-files.${name}]\npath = "${path}"\ntemplate-path = "/usr/share/templates/${name}"\n${name === 'kubelet-config' ? 'mode = "0600"\n' : ''}`,
  )
  .join('')}`;
const UNITS = {
  'kubelet.service': [
    'Service.EnvironmentFile=/etc/network/proxy.env',
    'Service.EnvironmentFile=/etc/kubernetes/kubelet/env',
    'Service.ExecStart=/usr/bin/false',
  ],
  'pluto.service': [],
};
const STOCK: RenderingRecipe = { defaults: SETTINGS + FILES, templates: kubernetesTemplates, units: UNITS };

async function kubelet(recipe: RenderingRecipe = STOCK, userData?: string, more: Given = {}) {
  return derivedValue(FACT, { ...(await renderingFacts(recipe)), ...more }, userData, Object.values(recipe.templates));
}

function withTemplate(name: string, edit: (text: string) => string): RenderingRecipe {
  const text = edit(kubernetesTemplates[name]!);
  expect(text).not.toBe(kubernetesTemplates[name]);
  return { ...STOCK, templates: { ...kubernetesTemplates, [name]: text } };
}

const CONFIG = '/usr/share/templates/kubelet-config';

describe('kubernetes.kubelet', () => {
  it('tells values with the line of the template', async () => {
    const { config } = await kubelet();
    const line = kubernetesTemplates['kubelet-config']!.split('\n').indexOf('    enabled: false', 20) + 1;
    expect(config['authentication.anonymous.enabled']).toEqual({ type: 'boolean', value: 'false', file: CONFIG, line });
    expect(config['authorization.mode'].value).toBe('Webhook');
    expect(config['tlsCipherSuites'].items).toEqual(['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256']);
    expect(config['eventRecordQPS']).toBeUndefined();
  });

  it('leaves open what only the node knows', async () => {
    const { config, flags, clientCa, $unreadableFields } = await kubelet();
    const message = (value: { $unreadable: { message: string } }) => value.$unreadable.message;
    expect(message(config['maxPods'])).toMatch(/max-pods: pluto fills it in/);
    expect(message(config['clusterDNS'])).toMatch(/pluto fills it in/);
    expect(message(config['providerID'])).toMatch(/pluto/);
    expect(message(flags['node-ip'])).toMatch(/node-ip: pluto fills it in/);
    expect(message(flags['hostname-override'])).toMatch(/hostname-override is set/);
    expect(clientCa).toBeUndefined();
    expect($unreadableFields['clientCa'].message).toMatch(/cluster-certificate is set/);
  });

  it('without pluto a setting that nothing sets has its default', async () => {
    const { config, flags } = await kubelet({ ...STOCK, units: { 'kubelet.service': UNITS['kubelet.service'] } });
    expect(config['maxPods'].value).toBe('110');
    expect(config['providerID']).toBeUndefined();
    expect(flags['hostname-override']).toBeUndefined();
  });

  it('tells the command line of the drop-in that the node writes', async () => {
    const { program, flags } = await kubelet();
    expect(program).toBe('/usr/bin/kubelet');
    expect(flags['config']).toEqual({
      value: '/etc/kubernetes/kubelet/config',
      file: '/usr/share/templates/kubelet-exec-start-conf',
      line: expect.any(Number),
    });
    expect(flags['node-labels'].value).toBe('');
    expect(flags['cloud-provider'].value).toBe('external');
    expect(flags['bootstrap-kubeconfig']).toBeUndefined();
  });

  it('takes user data over the defaults', async () => {
    const certificate = Buffer.from('a certificate').toString('base64');
    const standalone = await kubelet(STOCK, '[settings.kubernetes]\nstandalone-mode = true\nmax-pods = 20\nnode-labels = { a = "b" }\n');
    expect(standalone.config['authentication.anonymous.enabled'].value).toBe('true');
    expect(standalone.config['authorization.mode'].value).toBe('AlwaysAllow');
    expect(standalone.config['kubeReserved.memory'].value).toBe('475Mi');
    expect(standalone.flags['node-labels'].value).toBe('a=b');
    expect(standalone.kubeconfig).toBeUndefined();
    const joined = await kubelet(STOCK, `[settings.kubernetes]\ncluster-certificate = "${certificate}"\n`);
    expect(joined.clientCa).toMatchObject({ state: 'given', path: '/etc/kubernetes/pki/ca.crt' });
    expect((await kubelet(STOCK, '[settings.kubernetes]\ncluster-name = "a"\n')).clientCa.state).toBe('empty');
  });

  it('knows that a secret is there without knowing it', async () => {
    const given = await kubelet(STOCK, '[settings.kubernetes]\nserver-certificate = "YQ=="\nserver-key = "Yg=="\n');
    expect(given.config['tlsCertFile'].value).toBe('/etc/kubernetes/pki/kubelet-server.crt');
    expect(given.config['serverTLSBootstrap']).toBeUndefined();
    expect(JSON.stringify(given)).not.toContain('Yg==');
  });

  it('tells where files are written, with which mode, and by whom', async () => {
    const { files } = await kubelet();
    const rows = files.map((each: Record<string, unknown>) => [each['role'], each['path'], each['mode'], each['owner']].join(' '));
    expect(rows).toEqual([
      'drop-in /etc/systemd/system/kubelet.service.d/exec-start.conf 0644 root',
      'environment /etc/kubernetes/kubelet/env 0644 root',
      'config /etc/kubernetes/kubelet/config 0600 root',
      'kubeconfig /etc/kubernetes/kubelet/kubeconfig 0644 root',
      'client-ca /etc/kubernetes/pki/ca.crt 0644 root',
    ]);
    const other = await kubelet({ ...STOCK, units: { ...UNITS, 'settings-applier.service': [] } });
    expect(other.files[0].owner).toBe('root');
  });

  describe('tells a version', () => {
    const version = async (more: Given) => (await kubelet(STOCK, undefined, more)).version;
    const packages = (name: string) => ({ packages: [{ name, version: '1.30.1' }] });
    const value = '-X k8s.io/component-base/version.gitVersion=v1.30.4-eks -s';
    const programs = { programs: [{ path: '/usr/bin/kubelet', settings: [{ key: '-ldflags', value }] }] };

    it('by the inventory', async () => {
      const told = { version: '1.30.1', from: 'inventory' };
      expect(await version({ 'identity.inventory': packages('kubernetes-1.30'), 'go.programs': programs })).toEqual({ ...told, package: 'kubernetes-1.30' });
      expect(await version({ 'identity.inventory': packages('bottlerocket-kubelet-1.30') })).toEqual({ ...told, package: 'bottlerocket-kubelet-1.30' });
    });

    it('by the program', async () => {
      expect(await version({ 'identity.inventory': packages('kubernetes'), 'go.programs': programs })).toEqual({ version: '1.30.4-eks', from: 'program' });
      expect(await version({ 'identity.inventory': new Damaged(), 'go.programs': programs })).toEqual({ version: '1.30.4-eks', from: 'program' });
    });

    it('when something does', async () => {
      expect(await version({ 'identity.inventory': packages('kubernetes') })).toBeUndefined();
      expect((await kubelet(STOCK, undefined, { 'identity.inventory': new Damaged() })).$unreadableFields.version.message).toBe('damaged');
    });
  });

  it('a drop-in on ROOT that comes later counts', async () => {
    const late = '/usr/lib/systemd/system/kubelet.service.d/z.conf:Service.ExecStart=';
    const units = { ...UNITS, 'kubelet.service': [...UNITS['kubelet.service'], late, `${late}/usr/bin/kubelet --config /etc/other --anonymous-auth=true`] };
    const { flags, config, $unreadableFields } = await kubelet({ ...STOCK, units });
    expect(flags['anonymous-auth']).toMatchObject({ value: 'true', file: '/usr/lib/systemd/system/kubelet.service.d/z.conf' });
    expect(config).toBeUndefined();
    expect($unreadableFields['config'].message).toMatch(/no template/);
  });

  it('a helper that is not known leaves open what it makes, and nothing else', async () => {
    const { config } = await kubelet(
      withTemplate('kubelet-config', (text) => text.replace('readOnlyPort: 0', 'readOnlyPort: {{closed_port settings.kubernetes}}')),
    );
    expect(config['readOnlyPort'].$unreadable).toMatchObject({
      structure: CONFIG,
      field: expect.stringMatching(/^line [0-9]+$/),
      message: expect.stringContaining('closed_port'),
    });
    expect(config['authentication.anonymous.enabled'].value).toBe('false');
  });

  it.each<[string, (text: string) => string, RegExp]>([
    ['a block that is not closed', (text) => `${text}{{#if settings.kubernetes.x}}\n`, /kubelet-config, line [0-9]+: the block if is not closed/],
    ['YAML that is none', (text) => text.replace('readOnlyPort: 0', 'readOnlyPort: ]'), /kubelet-config, line 6[0-9]: YAML/],
    ['a block helper that is not known', (text) => `${text}{{#shout a}}{{/shout}}`, /the block helper shout is not known/],
  ])('%s: the configuration alone is unreadable', async (_, edit, message) => {
    const { config, flags, $unreadableFields } = await kubelet(withTemplate('kubelet-config', edit));
    expect(config).toBeUndefined();
    expect($unreadableFields['config'].message).toMatch(message);
    expect(flags['config'].value).toBe('/etc/kubernetes/kubelet/config');
  });

  it('a template that the facts do not carry is unreadable', async () => {
    const { $unreadableFields } = await derivedValue(FACT, await renderingFacts(STOCK));
    expect($unreadableFields['flags'].message ?? '').toMatch(/do not carry/);
  });

  it('units that cannot be read leave the configuration', async () => {
    const { config, $unreadableFields } = await kubelet(STOCK, undefined, { 'systemd.units': new Damaged() });
    expect(config['readOnlyPort'].value).toBe('0');
    expect($unreadableFields['flags'].message).toBe('damaged');
  });

  it.each(['/usr/bin/kubelet --anonymous-auth=true', '-/opt/node/kubelet', '/usr/bin/env kubelet --v=2', '@/usr/bin/kubelet agent'])(
    'a unit of another name that runs %s is not taken for none',
    async (command) => {
      const units = { 'node-agent.service': [`Service.ExecStart=${command}`] };
      expect(await kubelet({ ...STOCK, units })).toBe('it runs kubelet, which is only read as kubelet.service');
      expect(await kubelet({ defaults: '[settings]\nmotd = "a"\n', templates: {}, units })).toBe('it runs kubelet, which is only read as kubelet.service');
    },
  );

  it('units that only name it run none', async () => {
    const units = { 'a.service': ['Service.ExecStart=/usr/bin/kubelet-exporter /etc/kubelet.d', 'Service.ExecStop=/usr/bin/kubelet'] };
    expect(await kubelet({ defaults: '[settings]\nmotd = "a"\n', templates: {}, units })).toBeUndefined();
  });

  it('is absent without kubelet, unreadable without defaults that can be read', async () => {
    expect(await kubelet({ defaults: '[settings]\nmotd = "a"\n', templates: {} })).toBeUndefined();
    expect(await kubelet(STOCK, undefined, { 'settings.defaults': new Damaged() })).toBe('damaged');
  });
});
