import { describe, expect, it } from 'vitest';
import { Damaged, derivedValue, type Given } from '../fixtures/derived-fact.ts';
import { type RenderingRecipe, renderingFacts } from '../fixtures/rendering-facts.ts';

const TEMPLATE = '/usr/share/templates/ecs-base-conf';
const HEADER =
  '[required-extensions]\necs = { version = "v1", helpers = ["ecs_metadata_service_limits"] }\nos = "v1"\nstd = { version = "v1", helpers = ["default", "negate_or_else"] }\n+++\n';
/** As upstream builds it: settings with the agent's defaults, switches that are turned round, a list in JSON, what the release is. */
const BASE = `${HEADER}[Service]
Environment=ECS_CLUSTER="{{default "" settings.ecs.cluster}}"
Environment=ECS_LOGLEVEL="{{settings.ecs.loglevel}}"
Environment=ECS_TASK_METADATA_RPS_LIMIT="{{ecs_metadata_service_limits settings.ecs.metadata-service-rps settings.ecs.metadata-service-burst}}"
Environment=ECS_PRIVILEGED_DISABLED="{{negate_or_else true settings.ecs.allow-privileged-containers}}"
Environment=ECS_INSTANCE_ATTRIBUTES='{ "bottlerocket.variant": "{{os.variant_id}}"
    {{~#if settings.ecs.instance-attributes~}}
    {{~#each settings.ecs.instance-attributes}} ,"{{@key}}": "{{this}}" {{~/each~}}
    {{~/if~}}}'
{{#if settings.ecs.logging-drivers }}
Environment=ECS_AVAILABLE_LOGGING_DRIVERS='[
    {{~#each settings.ecs.logging-drivers~}}
    {{~#unless @first~}}, {{~/unless~}}
    "{{this}}"
    {{~/each~}}]'
{{/if}}
`;
const DEFAULTS = `[settings.ecs]
allow-privileged-containers = false
logging-drivers = ["json-file", "awslogs"]
loglevel = "info"
[services.ecs]
configuration-files = ["ecs-config"]
[configuration-files.ecs-config]
path = "/etc/systemd/system/ecs.service.d/10-base.conf"
template-path = "${TEMPLATE}"
`;
const DROP_IN = '/usr/lib/systemd/system/ecs.service.d/00-defaults.conf';
const UNITS = { 'ecs.service': ['Service.Environment=ECS_CHECKPOINT=true', `${DROP_IN}:Service.Environment=ECS_SELINUX_CAPABLE="true" ECS_LOGLEVEL=warn`] };
const STOCK: RenderingRecipe = { defaults: DEFAULTS, templates: { 'ecs-base-conf': BASE }, units: UNITS };

async function agent(recipe: RenderingRecipe = STOCK, userData?: string, more: Given = {}) {
  return derivedValue(
    'ecs.agent',
    { ...(await renderingFacts(recipe)), 'release.identity': { variantId: 'aws-ecs-2' }, ...more },
    userData,
    Object.values(recipe.templates),
  );
}

describe('ecs.agent', () => {
  it('tells the environment of the unit, its drop-ins and the one that the node writes', async () => {
    const { environment, files } = await agent();
    const values = Object.entries(environment).map(([name, value]) => [name, (value as { value?: string }).value]);
    expect(Object.fromEntries(values)).toEqual({
      ECS_CHECKPOINT: 'true',
      ECS_SELINUX_CAPABLE: 'true',
      ECS_CLUSTER: '',
      ECS_LOGLEVEL: 'info',
      ECS_TASK_METADATA_RPS_LIMIT: '40,60',
      ECS_PRIVILEGED_DISABLED: 'true',
      ECS_INSTANCE_ATTRIBUTES: '{ "bottlerocket.variant": "aws-ecs-2"}',
      ECS_AVAILABLE_LOGGING_DRIVERS: '["json-file","awslogs"]',
    });
    expect(environment.ECS_SELINUX_CAPABLE.file).toBe(DROP_IN);
    expect(environment.ECS_PRIVILEGED_DISABLED).toMatchObject({ file: TEMPLATE, line: 10 });
    expect(files).toMatchObject([{ path: '/etc/systemd/system/ecs.service.d/10-base.conf', mode: '0644', owner: 'root' }]);
  });

  it('without os-release what it says is open', async () => {
    const { environment } = await agent(STOCK, undefined, { 'release.identity': new Damaged() });
    expect(environment.ECS_INSTANCE_ATTRIBUTES.$unreadable.message).toMatch(/os\.variant_id/);
  });

  it('takes user data over the defaults', async () => {
    const { environment } = await agent(STOCK, '[settings.ecs]\nallow-privileged-containers = true\ncluster = "a"\n');
    expect([environment.ECS_PRIVILEGED_DISABLED.value, environment.ECS_CLUSTER.value]).toEqual(['false', 'a']);
  });

  it('a drop-in that comes later counts', async () => {
    const units = {
      'ecs.service': [...UNITS['ecs.service'], '/usr/lib/systemd/system/ecs.service.d/90-gpu.conf:Service.Environment=ECS_PRIVILEGED_DISABLED=false'],
    };
    expect((await agent({ ...STOCK, units })).environment.ECS_PRIVILEGED_DISABLED.value).toBe('false');
  });

  it('a damaged template makes the environment unreadable', async () => {
    const { environment, $unreadableFields } = await agent({ ...STOCK, templates: { 'ecs-base-conf': `${BASE}{{#if` } });
    expect(environment).toBeUndefined();
    expect($unreadableFields.environment.message).toMatch(/ecs-base-conf, line 22: a tag is not closed/);
  });

  it('is absent without the unit, unreadable without units that can be read', async () => {
    expect(await agent({ ...STOCK, units: {} })).toBeUndefined();
    expect(await agent(STOCK, undefined, { 'systemd.units': new Damaged() })).toBe('damaged');
  });
});
