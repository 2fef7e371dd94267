import { isUnreadable } from '@staticfire/facts';
import type { HostStatus } from './on-host-checks.ts';

type Facts = ReadonlyMap<string, unknown>;

/** How a check of the on-host checker's FIPS report decides, beside the rule of ours that comes to the same (controls.md section 3). */
export interface FipsParityRow {
  readonly check: string;
  readonly control: string;
  readonly rule: string;
  readonly onHost: string;
  /** What the check says on a host that came up with an image of these facts. */
  readonly host: (facts: Facts) => HostStatus;
  /** Cases of the rule in which both answer differently, each with the reason. */
  readonly differences: Readonly<Record<string, string>>;
}

const NAME = 'Amazon Linux 2023 Kernel Cryptographic API';
const OFF = 'The checker leaves out what it finds off; ours fails an image that calls itself FIPS.';
const UNGUARDED = 'A check that is passed leaves its mark whether the start waits for it or not.';

/** A list in a fact, without what could not be read. */
function listOf(facts: Facts, fact: string, member: string): readonly Readonly<Record<string, unknown>>[] {
  const value = facts.get(fact) as Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> | undefined;
  return (value?.[member] ?? []).filter((each) => !isUnreadable(each));
}

/** Linux crypto/fips.c: any number but 0. */
function isEnabled(facts: Facts): boolean {
  const last = listOf(facts, 'cmdline.effective', 'parameters').findLast(({ key }) => key === 'fips');
  return last !== undefined && Number(last['value']) !== 0;
}

function moduleName(facts: Facts): unknown {
  return (facts.get('kernel.options') as { readonly options: Readonly<Record<string, string>> }).options['CRYPTO_FIPS_NAME'];
}

function testsRun(facts: Facts): boolean {
  const units = listOf(facts, 'fips.self-tests', 'units').filter(({ name }) => String(name).startsWith('check-'));
  const { target } = facts.get('fips.self-tests') as { readonly target?: string };
  return target === 'fipscheck.target' && units.length === 2 && units.every(({ state, needs }) => state === 'loaded' && needs !== 'none');
}

export const fipsParity: readonly FipsParityRow[] = [
  {
    check: '1.0',
    control: 'FIPS-01',
    rule: 'baseline:fips/kernel-mode',
    onHost: '/proc/sys/crypto/fips_enabled is 1; otherwise the check is left out.',
    host: (facts) => (isEnabled(facts) ? 'PASS' : 'SKIP'),
    differences: {
      'no such word': OFF,
      'switched off': OFF,
      'taken back by a later word': OFF,
      'a name without the thing': OFF,
      'another number, for which no unit waits':
        'The kernel is in FIPS mode with any number but 0; every unit for FIPS waits for the word fips=1, so that nothing else is.',
    },
  },
  {
    check: '1.1',
    control: 'FIPS-03',
    rule: 'baseline:fips/kernel-module-name',
    onHost: '/proc/sys/crypto/fips_name is the name of the module of Amazon Linux 2023.',
    host: (facts) => (moduleName(facts) === NAME ? 'PASS' : 'FAIL'),
    differences: {},
  },
  {
    check: '1.2',
    control: 'FIPS-04',
    rule: 'baseline:boot/kernel-hmac',
    onHost: 'The file is there that check-kernel-integrity.service leaves when the kernel fits its HMAC.',
    host: (facts) => (listOf(facts, 'boot.kernel', 'hmacs').some(({ namesKernel, matches }) => namesKernel === true && matches === true) ? 'PASS' : 'FAIL'),
    differences: {},
  },
  {
    check: '1.2',
    control: 'FIPS-05',
    rule: 'baseline:fips/self-tests',
    onHost: 'The files are there that check-kernel-integrity.service and check-fips-modules.service leave when they are passed.',
    host: (facts) => (testsRun(facts) ? 'PASS' : 'FAIL'),
    differences: {
      'a check that may fail': UNGUARDED,
      'the rest of the start does not ask': UNGUARDED,
      'nothing goes on': UNGUARDED,
    },
  },
];
