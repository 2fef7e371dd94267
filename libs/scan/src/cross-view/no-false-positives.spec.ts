import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listCases, loadPacks } from '@staticfire/evaluate';
import type { Verdict } from '@staticfire/findings';
import { labVerdicts, mutations } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { factCatalogue } from '../catalogue.ts';

type LabImage = keyof typeof labVerdicts;

/** What stock images have although it looks like a mistake, and where it is shown that these rules do not take it for one. */
interface NoMistake {
  readonly about: string;
  readonly rules: readonly string[];
  /** Lab images that have it. */
  readonly images?: readonly LabImage[];
  /** A change that brings it. */
  readonly mutation?: string;
  /** A case of the first rule. */
  readonly cases?: readonly string[];
}

const LABELS = ['as-configured', 'none-missing', 'valid', 'not-for-containers'].map((name) => `selinux:labels/${name}`);
const GRUB: readonly LabImage[] = ['demo', 'k8s-1.26', 'k8s-2026', 'k8s-2026-arm', 'fips-2026', 'nvidia-2026', 'large', 'large-erofs'];
const ALL = Object.keys(labVerdicts) as readonly LabImage[];

/** Anatomy, the end of section 12. That the images have what is told is in libs/testkit/src/lab. */
const NO_MISTAKES: readonly NoMistake[] = [
  { about: 'all files of BOOT have one label', rules: LABELS, images: GRUB },
  { about: 'the link /etc/selinux has no label', rules: LABELS, images: ALL },
  { about: 'the ESP is FAT12', rules: ['baseline:boot/known-way', 'baseline:boot/chain-complete', 'baseline:boot/no-stray-files'], images: GRUB },
  {
    about: 'DATA has no label in the partition table',
    rules: ['baseline:disk/partition-plan', 'baseline:disk/never-booted'],
    images: ALL,
    cases: ['stock image'],
  },
  {
    about: 'the template of kubelet has a branch for a node on its own, which is open to everybody',
    rules: ['baseline:kubelet/anonymous-requests', 'baseline:kubelet/authorization', 'baseline:settings/kubernetes-not-standalone'],
    images: GRUB,
  },
  {
    about: 'runtimes may leave core dumps of any size',
    rules: ['baseline:sysctl/setuid-dumps', 'baseline:units/exposure'],
    mutation: 'units: a runtime may leave core dumps',
  },
  { about: 'units of Bottlerocket are not sandboxed', rules: ['baseline:units/exposure'], images: ALL, cases: ['stock image'] },
  {
    about: 'lockdown is none where drivers of NVIDIA are',
    rules: ['baseline:kernel/lockdown'],
    images: ['nvidia-2026'],
    cases: ['an image with drivers that nobody signed'],
  },
  {
    about: 'bpf_jit_harden is 1 where the container runtime of NVIDIA is',
    rules: ['baseline:sysctl/bpf-jit'],
    cases: ['stock image with the container runtime of NVIDIA'],
  },
  {
    about: 'kernels before 6.1 are not signed',
    rules: ['baseline:boot/secure-boot', 'baseline:boot/signatures-agree', 'baseline:boot/menu-locked'],
    mutation: 'signing: a build without Secure Boot, of a variant with kernel 5.15',
    cases: ['nothing is signed, of a variant that never was'],
  },
  {
    about: 'the control container is off on VMware and bare metal',
    rules: ['baseline:settings/control-in-cloud'],
    cases: ['off where there is no AWS'],
  },
];

const POLICIES = fileURLToPath(new URL('../../../../policies', import.meta.url));
const files = readdirSync(POLICIES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ path: `policies/${name.replaceAll('\\', '/')}`, text: readFileSync(join(POLICIES, name), 'utf8') }));
const packs = loadPacks(files, factCatalogue);
const rules = new Set(packs.flatMap((pack) => pack.rules.map(({ id }) => id)));
const listed = packs.flatMap(listCases);

const failing = (verdicts: Readonly<Record<string, Verdict>>, ids: readonly string[]) => ids.filter((id) => verdicts[id] === 'fail');

describe.each(NO_MISTAKES)('$about', ({ rules: ids, images = [], mutation, cases = [] }) => {
  it('is shown somewhere, for rules that there are', () => {
    expect(ids.filter((id) => !rules.has(id))).toEqual([]);
    expect(images.length + cases.length + (mutation === undefined ? 0 : 1)).toBeGreaterThan(0);
  });

  it.each(images)('lab image: %s', (image) => expect(failing(labVerdicts[image], ids)).toEqual([]));

  it.each(mutation === undefined ? [] : [mutation])('change: %s', (wanted) => {
    const found = mutations.find(({ name }) => name === wanted);
    expect(found).toBeDefined();
    expect(failing(found!.expect, ids)).toEqual([]);
  });

  it.each(cases)('case: %s', (name) => {
    const found = listed.find((each) => each.ruleId === ids[0] && each.name === name);
    expect(found).toBeDefined();
    expect(found!.evaluate().verdict).not.toBe('fail');
  });
});
