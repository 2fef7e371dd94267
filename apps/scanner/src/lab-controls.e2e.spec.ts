import { parseUserData } from '@staticfire/analyze/settings';
import type { ControlText } from '@staticfire/findings';
import { collectFacts } from '@staticfire/scan';
import { evaluateFacts } from '@staticfire/scan/judge';
import { describeOracle, labImage, toolsFor } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { HARDENING, KUBERNETES_CONTROLS, PAYMENT_CONTROLS, STOCK_CONTROLS } from './lab-controls.ts';
import { loadShippedPacks } from './load-policies.ts';

const TOOLS = toolsFor('mke2fs', 'debugfs', 'resize2fs', 'sgdisk', 'veritysetup', 'mkfs.vfat', 'mcopy', 'mkfs.erofs', 'secilc', 'zstd');
const tool = { name: 'staticfire', version: '0.0.0' };
const PACK = 'cis-bottlerocket-1.0';
const KUBERNETES = 'cis-kubernetes-worker';
const PAYMENT = 'pci-dss-4.0.1';
/** A day on which nothing that a good image has is too old. */
const TODAY = '2026-11-26';

async function controlsOf(name: string, userData?: string, pack = PACK): Promise<readonly ControlText[]> {
  const given = userData === undefined ? {} : { userData: await parseUserData(Buffer.from(userData), 'user-data.toml') };
  const document = await collectFacts({ path: await labImage(name), tool, ...given });
  const result = await evaluateFacts(document, { packs: loadShippedPacks(), failOn: 'high', tool, today: TODAY });
  return result.controls.filter(({ packId }) => packId === pack);
}

const notPassing = (controls: readonly ControlText[]) =>
  Object.fromEntries(controls.filter(({ status }) => status !== 'pass').map(({ id, status }) => [id, status]));

describeOracle('CIS Bottlerocket on lab images', TOOLS, () => {
  it.each<[string, Record<string, string>]>([
    ['k8s-1.26', {}],
    ['k8s-2026', {}],
    ['fips-2026', {}],
    ['uki-2026', { '1.2.1': 'not-applicable' }],
    ['uki-boot-2026', { '1.2.1': 'not-applicable' }],
    ['nvidia-2026', { '1.5.2': 'fail' }],
  ])('%s has 28 controls, and those that are expected do not pass', async (name, others) => {
    const controls = await controlsOf(name);
    expect(controls).toHaveLength(28);
    expect(notPassing(controls)).toEqual({ ...STOCK_CONTROLS, ...others });
  });

  describe('with user data that harden it', () => {
    it('k8s-1.26 fails nothing; what decided is told', async () => {
      const controls = await controlsOf('k8s-1.26', HARDENING);
      const open = Object.fromEntries(Object.entries(STOCK_CONTROLS).filter(([, status]) => status !== 'fail'));
      expect(notPassing(controls)).toEqual(open);
      const changed = controls.filter(({ status, imageStatus }) => status === 'pass' && imageStatus === 'fail');
      expect(changed.map(({ id, decided }) => [id, decided])).toEqual(
        Object.entries(STOCK_CONTROLS).flatMap(([id, status]) => (status === 'fail' ? [[id, 'user-data']] : [])),
      );
    });
  });

  it.each([
    ['1.5.2', '[settings.kernel]\nlockdown = "none"\n'],
    ['1.4.4', '[settings.kernel.sysctl]\n"user.max_user_namespaces" = "16384"\n'],
    ['2.1.1.1', '[settings.ntp]\ntime-servers = []\n'],
    ['1.2.1', '[settings.updates]\nmetadata-base-url = "http://updates.example/"\n'],
  ])('%s fails with user data that weaken the node', async (id, userData) => {
    const control = (await controlsOf('k8s-1.26', userData)).find((each) => each.id === id);
    expect(control).toMatchObject({ status: 'fail', decided: 'user-data' });
  });
});

/** A certificate of a cluster, a profile for pods; and what opens kubelet to everybody. */
const CLUSTER = `[settings.kubernetes]
cluster-certificate = "LS0tLS1CRUdJTg=="
seccomp-default = true
`;
const OPEN = `[settings.kubernetes]
standalone-mode = true
pod-pids-limit = -1
`;

describeOracle('CIS Kubernetes on lab images', TOOLS, () => {
  it.each<[string, Record<string, string>]>([
    ['k8s-1.26', { '4.2.14': 'fail' }],
    ['k8s-2026', {}],
    ['demo-2026', {}],
  ])('%s has 26 controls, and those that are expected do not pass', async (name, others) => {
    const controls = await controlsOf(name, undefined, KUBERNETES);
    expect(controls).toHaveLength(26);
    expect(notPassing(controls)).toEqual({ ...KUBERNETES_CONTROLS, ...others });
  });

  it('demo-uki has no kubelet: nothing passes and nothing fails', async () => {
    const statuses = new Set((await controlsOf('demo-uki', undefined, KUBERNETES)).map(({ status }) => status));
    expect([...statuses].sort()).toEqual(['manual', 'not-applicable', 'partial', 'runtime-only']);
  });

  it('user data mend what settings decide, and open what they should not', async () => {
    const mended = await controlsOf('k8s-1.26', CLUSTER, KUBERNETES);
    expect(notPassing(mended)).toEqual(KUBERNETES_CONTROLS);
    expect(mended.find(({ id }) => id === '4.2.14')).toMatchObject({ status: 'pass', imageStatus: 'fail', decided: 'user-data' });
    const opened = await controlsOf('k8s-2026', OPEN, KUBERNETES);
    const failing = opened.filter(({ status, decided }) => status === 'fail' && decided === 'user-data').map(({ id }) => id);
    expect(failing.sort()).toEqual(['4.2.1', '4.2.13', '4.2.2', '4.2.3']);
  });
});

describeOracle('PCI DSS on lab images', TOOLS, () => {
  const notPartial = (controls: readonly ControlText[]) =>
    Object.fromEntries(controls.filter(({ status }) => status !== 'partial').map(({ id, status }) => [id, status]));

  it.each(['k8s-1.26', 'k8s-2026'])('%s has 39 controls, and those that are expected are not partial', async (name) => {
    const controls = await controlsOf(name, undefined, PAYMENT);
    expect(controls).toHaveLength(39);
    expect(notPartial(controls)).toEqual(PAYMENT_CONTROLS);
  });

  it('that a hardening standard is applied is never more than partial', async () => {
    for (const userData of [undefined, HARDENING]) {
      const control = (await controlsOf('k8s-1.26', userData, PAYMENT)).find(({ id }) => id === '2.2.1');
      expect(control).toMatchObject({ status: 'partial' });
    }
  });

  it('a container with all privileges on every node fails what asks for least privilege', async () => {
    const userData = '[settings.host-containers.admin]\nenabled = true\n';
    const failing = (await controlsOf('k8s-1.26', userData, PAYMENT)).filter(({ status, decided }) => status === 'fail' && decided === 'user-data');
    expect(failing.map(({ id }) => id)).toEqual(['2.2.7', '7.2.1', '8.2.2']);
  });
});

/** controls.md section 3: what people decide, and what no image decides whole. */
const OF_PEOPLE = { 'FIPS-09': 'manual', 'FIPS-16': 'manual', 'FIPS-17': 'manual' } as const;
const IN_PART = { 'FIPS-18': 'partial', 'FIPS-20': 'partial' } as const;

describeOracle('FIPS 140-3 on lab images', TOOLS, () => {
  it.each<[string, Record<string, string>]>([
    ['fips-2026', { 'FIPS-11': 'not-applicable' }],
    ['uki-fips-2026', { 'FIPS-11': 'not-applicable', 'FIPS-19': 'not-applicable' }],
  ])('%s passes what there is to decide', async (name, others) => {
    const controls = await controlsOf(name, undefined, 'fips-140-3');
    expect(controls).toHaveLength(22);
    expect(notPassing(controls)).toEqual({ ...OF_PEOPLE, ...IN_PART, ...others });
  });

  it('an image with the units of a FIPS image and nothing else is none', async () => {
    const controls = await controlsOf('demo-2026', undefined, 'fips-140-3');
    // Every image has the HMAC of its kernel.
    const others = controls.filter(({ id }) => id !== 'FIPS-04' && !Object.hasOwn({ ...OF_PEOPLE, ...IN_PART }, id));
    expect(new Set(others.map(({ status }) => status))).toEqual(new Set(['not-applicable']));
  });
});
