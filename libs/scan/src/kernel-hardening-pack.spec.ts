import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { computeSysctl, isUnknown, orderAssignments } from '@staticfire/analyze/kernel';
import { evaluate, loadPacks } from '@staticfire/evaluate';
import type { Fact, FactsBody } from '@staticfire/facts';
import type { Verdict } from '@staticfire/findings';
import { parseSysctlFile } from '@staticfire/read/formats/linux-text';
import { STOCK_COMMAND_LINE, STOCK_SYSCTLS, STOCK_UNIT_SYSCTL, stockDifferences, stockHardening, stockKernelOptions } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { factCatalogue } from './catalogue.ts';

type Architecture = 'x86_64' | 'aarch64';

const PACK = 'kernel-hardening';
const POLICIES = fileURLToPath(new URL('../../../policies', import.meta.url));
const files = readdirSync(POLICIES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ path: `policies/${name.replaceAll('\\', '/')}`, text: readFileSync(join(POLICIES, name), 'utf8') }));
const packs = loadPacks(files, factCatalogue);
const pack = packs.find(({ id }) => id === PACK)!;

const words = STOCK_COMMAND_LINE.trim()
  .split(/\s+/)
  .map((word) => {
    const [name = '', value] = word.split(/=(.*)/);
    return { name, key: name.replaceAll('-', '_'), ...(value === undefined ? {} : { value }), layer: 'grub.cfg', file: '/grub/grub.cfg', last: true };
  });

function sysctls(options: Readonly<Record<string, string>>) {
  const listed = Object.keys(STOCK_SYSCTLS).map((path) => ({ path, name: path.slice(path.lastIndexOf('/') + 1), state: 'read' as const, readable: true }));
  const lines = Object.entries(STOCK_SYSCTLS).flatMap(([path, text]) => parseSysctlFile(Buffer.from(text), path).map((line) => ({ file: path, ...line })));
  const kernel = { option: (name: string) => options[name] ?? 'n', commandLine: words, version: [6, 12, 79] };
  const keys = computeSysctl({ kernel, assignments: orderAssignments(listed, lines), units: [STOCK_UNIT_SYSCTL], settings: [] });
  return Object.fromEntries([...keys].filter(([, value]) => !isUnknown(value)));
}

/** A stock image of kernel 6.12 on AWS, as far as the pack looks at it. */
function stockFacts(architecture: Architecture, changes: Readonly<Record<string, unknown>> = {}): FactsBody {
  const options = stockKernelOptions(architecture);
  const values = {
    'kernel.options': { architecture, release: 612, options },
    'cmdline.effective': { settingsBoot: 'none', parameters: words, initArguments: [] },
    'sysctl.effective': { keys: sysctls(options) },
    ...changes,
  };
  const facts = Object.entries(values).map(([name, value]): Fact => ({ name, bank: 'A', state: 'present', value, sources: [] }));
  return { judgedBank: 'A', facts };
}

function verdicts(body: FactsBody): Readonly<Record<string, Verdict>> {
  const { rules, ruleErrors } = evaluate(body, [pack]);
  expect(ruleErrors).toEqual([]);
  return Object.fromEntries(rules.map(({ id, verdict }) => [id.slice(PACK.length + 1), verdict]));
}

describe('pack kernel-hardening on stock kernels', () => {
  it.each<Architecture>(['x86_64', 'aarch64'])('%s: says what the source says, but where the reason is told', (architecture) => {
    const differences = Object.fromEntries(stockDifferences.map((each) => [each.rule, each[architecture]]));
    expect(verdicts(stockFacts(architecture))).toEqual({ 'combined/notifier-chains': 'fail', ...stockHardening(architecture), ...differences });
  });

  it('every difference is one', () => {
    const [x86, arm] = [stockHardening('x86_64'), stockHardening('aarch64')];
    for (const { rule, x86_64, aarch64, reason } of stockDifferences) {
      expect([x86[rule], arm[rule]], rule).not.toEqual([x86_64, aarch64]);
      expect(reason.length).toBeGreaterThan(20);
    }
  });

  it('nothing of a stock kernel stops at the default gate', () => {
    for (const architecture of ['x86_64', 'aarch64'] as const) {
      const failed = evaluate(stockFacts(architecture), [pack]).rules.filter(({ verdict }) => verdict === 'fail');
      expect(failed.filter(({ severity }) => severity === 'high' || severity === 'critical')).toEqual([]);
      expect(failed.length).toBeGreaterThan(100);
    }
  });

  it('a row is unknown, not passed, when what it looks at is not there', () => {
    const rules = Object.entries(verdicts({ judgedBank: 'A', facts: [{ name: 'kernel.options', bank: 'A', state: 'absent', sources: [] }] }));
    expect(rules.length).toBeGreaterThan(390);
    expect(rules.filter(([, verdict]) => verdict !== 'unknown')).toEqual([]);
  });
});

describe('rows of the source', () => {
  /** 399 of controls/kspp.json; the word hardened_usercopy is two rules, for kernels before 6.14 and from then on. */
  it('are rules or left out, all of them', () => {
    expect(pack.rules.length - 1 + pack.leftOut.length).toBe(399);
    for (const { id, references } of pack.rules) expect(Object.keys(references), id).toContain('linux');
  });

  it('every rule is in the strict profile, the default one has those that are recommended, default or implied by lockdown', () => {
    expect(pack.profiles.map(({ id, rules }) => [id, rules.length])).toEqual([
      ['kernel-hardening/default', 271],
      ['kernel-hardening/strict', 1],
    ]);
  });
});
