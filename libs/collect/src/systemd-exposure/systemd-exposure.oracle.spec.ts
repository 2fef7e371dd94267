import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isUnreadable } from '@staticfire/facts';
import { openFileSource } from '@staticfire/read/block-source/node';
import { openImage } from '@staticfire/read/image';
import { analyzeSecurity, describeOracle, labImage, type SecurityReport, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { NO_LOG } from '../collector.ts';
import { type BankEvidence, openBankEvidence } from '../evidence/bank-evidence.ts';
import { collectWith } from '../fixtures/collect-from.ts';
import { collectSystemdExposure } from './collect-systemd-exposure.ts';
import type { SystemdExposure } from './systemd-exposure.schema.ts';

const UNITS = '/usr/lib/systemd/system/';
const SET = { yes: true, no: false, 'not-counted': null } as const;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'staticfire-exposure-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The name that systemd-analyze gives to a template. */
const instanceName = (unit: string) => unit.replace('@.', '@i.');

/** The unit files that the image has, as files of their own: no links, and no units whose name another one gets by its Alias=. */
function writeUnits(evidence: BankEvidence, to: string): readonly string[] {
  const { contents, analysis } = evidence.systemd(NO_LOG)!;
  const aliases = new Set(analysis.units.flatMap(({ unit }) => unit.aliases));
  const inside = [...contents].filter(([path]) => path.startsWith(UNITS) && path !== UNITS);
  for (const [path, content] of inside.filter(([path]) => !path.endsWith('/.'))) {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    writeFileSync(join(to, path), content);
  }
  const names = inside.map(([path]) => path.slice(UNITS.length));
  return names.filter((name) => /^[^/]*\.service$/.test(name) && !aliases.has(name)).map((name) => join(to, UNITS, name));
}

/** Ours in the form of systemd-analyze's, sorted by field; instances of templates have no file of their own. */
function ours({ services, sandboxes }: SystemdExposure, names: ReadonlySet<string>): Readonly<Record<string, unknown>> {
  const told = services.flatMap((each) => (!isUnreadable(each) && names.has(each.unit) ? [each] : []));
  return Object.fromEntries(
    told.map(({ unit, tenths, level, sandbox: at }) => {
      const sandbox = sandboxes[at];
      const checks = sandbox === undefined || isUnreadable(sandbox) ? [] : sandbox.checks;
      const compared = checks.map(({ id, set, tenths: own }) => ({ field: id, set: SET[set], exposure: own === 0 ? null : (own / 10).toFixed(1) }));
      return [instanceName(unit), { overall: `${(tenths / 10).toFixed(1)} ${level}`, checks: compared.sort(byField) }];
    }),
  );
}

function theirs(reports: ReadonlyMap<string, SecurityReport>): Readonly<Record<string, unknown>> {
  const compared = [...reports].map(([unit, { overall, checks }]) => {
    const told = checks.map(({ field, set, exposure }) => ({ field, set, exposure })).sort(byField);
    return [unit, { overall, checks: told }] as const;
  });
  return Object.fromEntries(compared);
}

function byField(a: { readonly field: string }, b: { readonly field: string }): number {
  return a.field < b.field ? -1 : 1;
}

describeOracle('services of an image against systemd-analyze security', toolsFor('systemd-analyze'), () => {
  it.each([
    ['demo', 8],
    ['demo-2026', 10],
    ['large-erofs', 90],
  ])('every service of %s that has a file', async (name, least) => {
    const image = openImage(openFileSource(await labImage(name)));
    const evidence = openBankEvidence(image, 'A');
    const files = writeUnits(evidence, join(folder, name));
    const fact = await collectWith(collectSystemdExposure, evidence);
    if (fact.state !== 'present') throw new Error(JSON.stringify(fact));
    const expected = theirs(analyzeSecurity(files));
    expect(Object.keys(expected).length).toBeGreaterThanOrEqual(least);
    expect(ours(fact.value as SystemdExposure, new Set(files.map((file) => file.slice(file.lastIndexOf('/') + 1))))).toEqual(expected);
  });
});
