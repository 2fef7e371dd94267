import { readFileSync } from 'node:fs';
import { parseSelinuxPolicy, type SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { bottlerocketPolicy, compiledPolicy, debianPolicy, describeOracle, everyStatementPolicy, setoolsAnswers, toolsFor } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { chainPolicy } from '../fixtures/chain-policy.ts';
import { type FlowOptions, InformationFlow, parsePermissionMap, permissionMap } from './index.ts';

/** setools' own, for both sides. */
const MAP = '/usr/lib/python3/dist-packages/setools/perm_map';
const FILE_CLASSES = ['file', 'dir', 'lnk_file', 'fifo_file', 'sock_file'];
/** What Debian's default policy lets flow out of shadow_t, with a weight of at least 9. */
const SHADOW_FLOWS = 87;

const load = (path: string) => parseSelinuxPolicy(readFileSync(path));
const flowOf = (policy: SelinuxPolicy, options: FlowOptions) => new InformationFlow(policy, { map: parsePermissionMap(readFileSync(MAP, 'utf8')), ...options });

function directFlows(policy: SelinuxPolicy, flow: InformationFlow, names: readonly string[]): string[] {
  const { types } = policy;
  const values =
    names.length > 0
      ? names.map((name) => types.get(name)!.value)
      : types.records.filter((each) => !each.isAlias && !each.isAttribute).map(({ value }) => value);
  return values
    .flatMap((value) => [...flow.from(value), ...flow.into(value)].map(({ source, target }) => `${types.nameOf(source)} ${types.nameOf(target)}`))
    .sort();
}

function paths(policy: SelinuxPolicy, flow: InformationFlow, source: string, target: string): string[] {
  const { types } = policy;
  const found = flow.paths(types.get(source)!.value, types.get(target)!.value, 1000);
  return found.map((path) => path.map((type) => types.nameOf(type)).join(',')).sort();
}

describeOracle('information flow against setools', toolsFor('/usr/bin/python3', MAP, 'secilc', 'bzip2', 'apt-get', 'dpkg-deb'), () => {
  const small: readonly (readonly [string, () => Promise<string>])[] = [
    ['every statement', () => everyStatementPolicy(33)],
    ['chains', () => compiledPolicy(chainPolicy)],
    ["the lab's policy", () => compiledPolicy(bottlerocketPolicy('', { era: '2026' }))],
  ];

  describe.each(small)('%s', (_, build) => {
    it.each([1, 5, 10])('every direct flow of weight %i', async (minWeight) => {
      const path = await build();
      const policy = load(path);
      const ours = directFlows(policy, flowOf(policy, { minWeight }), []);
      expect(ours).toEqual(await setoolsAnswers('flows', path, MAP, String(minWeight), ''));
      expect(ours.length).toBeGreaterThan(2);
    });

    it('those of some classes', async () => {
      const path = await build();
      const policy = load(path);
      const classes = FILE_CLASSES.filter((name) => policy.classes.get(name) !== undefined);
      expect(directFlows(policy, flowOf(policy, { classes, minWeight: 3 }), [])).toEqual(await setoolsAnswers('flows', path, MAP, '3', classes.join(',')));
    });
  });

  it.each([
    ['secret', 'both', '', 1],
    ['secret', 'shared', 'start', 1],
    ['both', 'secret', '', 10],
    ['by_rule', 'secret', 'both', 5],
  ])('the shortest ways from %s to %s without "%s", weight %i', async (source, target, exclude, minWeight) => {
    const path = await compiledPolicy(chainPolicy);
    const policy = load(path);
    const flow = flowOf(policy, { minWeight, exclude: exclude === '' ? [] : [exclude] });
    expect(paths(policy, flow, source, target)).toEqual(await setoolsAnswers('paths', path, MAP, String(minWeight), '', source, target, exclude));
  });

  it('ways through the domains of the lab', async () => {
    const path = await compiledPolicy(bottlerocketPolicy('', { era: '2026' }));
    const policy = load(path);
    const ours = paths(policy, flowOf(policy, { minWeight: 8, classes: FILE_CLASSES }), 'etc_secret_t', 'container_t');
    expect(ours).toEqual(await setoolsAnswers('paths', path, MAP, '8', FILE_CLASSES.join(','), 'etc_secret_t', 'container_t', ''));
    expect(ours.length).toBeGreaterThan(0);
  });

  it.each(['default', 'mls'] as const)("shadow_t of Debian's policy %s", async (flavour) => {
    const path = await debianPolicy(flavour);
    const policy = load(path);
    const flow = flowOf(policy, { minWeight: 9 });
    const ours = directFlows(policy, flow, ['shadow_t']);
    expect(ours).toEqual(await setoolsAnswers('flows', path, MAP, '9', '', 'shadow_t'));
    if (flavour === 'default') expect(flow.from(policy.types.get('shadow_t')!.value).length).toBe(SHADOW_FLOWS);
  });

  it.each(['default', 'mls'] as const)("our own map knows every permission of Debian's policy %s", async (flavour) => {
    const { classes } = load(await debianPolicy(flavour));
    const unknown = classes.records.flatMap(({ name, permissionNames }) => {
      return permissionNames.filter((permission) => permission !== undefined && permissionMap(name, permission) === undefined).map((each) => `${name}:${each}`);
    });
    expect(unknown).toEqual([]);
  });
});
