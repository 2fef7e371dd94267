import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PackFile } from '@staticfire/evaluate';
import { FACTS_SCHEMA_ID, FACTS_VERSION, type FactsBody, type FactsDocument } from '@staticfire/facts';
import { saveResult } from '@staticfire/findings';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { evaluateFacts } from './evaluate-facts.ts';
import { loadPolicies, readPointers } from './load-policies.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const POLICIES = join(ROOT, 'policies');
const shipped = readdirSync(POLICIES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name): PackFile => ({ path: `policies/${name.replaceAll('\\', '/')}`, text: readFileSync(join(POLICIES, name), 'utf8') }));
const own: readonly PackFile[] = [
  {
    path: 'own/pack.yaml',
    text: 'id: own\nversion: 1.0.0\ntitle: Own\nsource: s\nlicence: l\neras: e\nrequires: [baseline]\nparameters: { most: { description: d, type: int, default: 1 } }\n',
  },
  {
    path: 'own/controls.yaml',
    text: 'controls: [{ id: "1", title: t, level: 1, severity: high, mode: manual, rules: [baseline:files/no-shell], partial: p, difference: d, references: { x: [y] } }, { id: "2", title: t, status: manual, reason: r }]\n',
  },
  { path: 'own/profiles/one.yaml', text: 'title: t\ncontrols: { all: true }\nrules: [baseline:verity/]\nseverities: { baseline:files/no-shell: low }\n' },
].map((file) => ({ ...file, foreign: true as const }));

const identity = { size: 1, modified: '1', changed: '1', inode: '1' };
const digest = '0'.repeat(64);
const documentOf = (body: FactsBody): FactsDocument => ({
  $schema: FACTS_SCHEMA_ID,
  version: FACTS_VERSION,
  tool: { name: 't', version: '1' },
  input: { path: 'p', container: 'raw', sha256: digest, before: identity, after: identity, unchanged: true },
  body,
});
const validate = new Ajv2020({ strict: true }).compile(JSON.parse(readFileSync(join(ROOT, 'libs/report/src/json/result.schema.json'), 'utf8')));
const tool = { name: 'staticfire', version: '1' };

describe('evaluateFacts', () => {
  const tailoring = {
    path: 'staticfire.yaml',
    text: 'profile: own/one\nrules: { baseline:verity/partitions: { deselect: ticket 1 } }\nparameters: { own: { most: 2 } }\n',
  };
  const attestations = { path: 'a.yaml', text: 'attestations: [{ control: own/2, statement: s, who: w, when: 2026-01-01, validUntil: 2026-12-31 }]\n' };
  const policies = loadPolicies({ packs: [...shipped, ...own], tailoring, attestations });
  const body: FactsBody = { facts: [], userData: { path: 'u.toml', sha256: digest, facts: [] } };

  it('gives a result that fits the published schema, with everything that decided it', async () => {
    const result = await evaluateFacts(documentOf(body), { ...policies, tool, today: '2026-06-01' });
    expect(validate(JSON.parse(JSON.stringify(saveResult(result)))), JSON.stringify(validate.errors)).toBe(true);
    expect(result).toMatchObject({
      day: '2026-06-01',
      userData: { path: 'u.toml', sha256: digest },
      profiles: ['own/one'],
      parameters: { own: { most: 2 } },
      deselected: [{ kind: 'rule', id: 'baseline:verity/partitions', reason: 'ticket 1' }],
      controls: [
        { id: '1', status: 'unknown', decided: 'image' },
        { id: '2', status: 'attested' },
      ],
      controlCounts: { own: { unknown: 1, attested: 1, pass: 0 } },
    });
    expect(result.rules.every(({ verdict }) => verdict === 'unknown')).toBe(true);
    expect(result.rules.find(({ id }) => id === 'baseline:files/no-shell')).toMatchObject({ severity: 'low', packSeverity: 'critical' });
  });

  it('the same input gives the same bytes', async () => {
    const runs = [await evaluateFacts(documentOf(body), { ...policies, tool }), await evaluateFacts(documentOf(body), { ...policies, tool })];
    expect(JSON.stringify(runs[0])).toBe(JSON.stringify(runs[1]));
  });

  it('without a day no attestation counts', async () => {
    const { controls } = await evaluateFacts(documentOf(body), { ...policies, tool });
    expect(controls[1]).toMatchObject({ status: 'manual', attestation: { state: 'expired' } });
  });
});

describe('waivers and days', () => {
  const waiver = 'waivers: [{ rule: baseline:verity/fails-closed, reason: no other way, owner: Ada, expires: 9999-12-31 }]\n';
  const policiesOf = (text: string) => loadPolicies({ packs: [...shipped], tailoring: { path: 'conf/staticfire.yaml', text } });
  const result = (text: string, today?: string) =>
    evaluateFacts(documentOf({ facts: [] }), { ...policiesOf(text), tool, ...(today === undefined ? {} : { today }) });

  it('a result tells its waivers and the day', async () => {
    const told = await result(waiver, '2026-06-01');
    expect(validate(JSON.parse(JSON.stringify(saveResult(told)))), JSON.stringify(validate.errors)).toBe(true);
    expect(told.day).toBe('2026-06-01');
    expect(told.waivers).toEqual([
      {
        ruleId: 'baseline:verity/fails-closed',
        reason: 'no other way',
        owner: 'Ada',
        expires: '9999-12-31',
        state: 'valid',
        matches: 0,
        place: { path: 'conf/staticfire.yaml', line: 1 },
      },
    ]);
  });

  it('without a day none counts, and none is told', async () => {
    const told = await result(waiver);
    expect(told.waivers).toMatchObject([{ state: 'expired' }]);
    expect(told).not.toHaveProperty('day');
  });

  it('the day is told only where it decides something', async () => {
    expect(await result('', '2026-06-01')).toMatchObject({ day: '2026-06-01' });
    expect(await result('profile: selinux/promises\n', '2026-06-01')).not.toHaveProperty('day');
  });

  it.each(['2030-12-31', '2031-01-01', '2031-01-02'])('a rule that asks for the day is judged on %s, also in a worker, and the day is told', async (today) => {
    const rule = [
      'title: t\nfailTitle: "{root.expires} is past"\nseverity: low\nsecuritySeverity: 1\nrationale: r\nremediation: r\nreferences: {}',
      'facts: { root: updates.root }\nwhenAbsent: fail\nassert: root.expiresAt >= today\ncases:',
      '  - { name: before, today: "2026-01-01", expect: pass }\n  - { name: after, today: "2040-01-01", expect: fail }\n  - { name: no day, expect: unknown }',
      '  - { name: damaged, given: { root: { $unreadable: x } }, expect: unknown }\n  - { name: none, given: { root: { $absent: true } }, expect: fail }\n',
    ].join('\n');
    const dated = [
      {
        path: 'dated/pack.yaml',
        text: 'id: dated\nversion: 1.0.0\ntitle: Dated\nsource: s\nlicence: l\neras: e\nrequires: [baseline]\n',
        foreign: true as const,
      },
      { path: 'dated/rules/a/b.yaml', text: rule, foreign: true as const },
    ];
    const loaded = loadPolicies({ packs: [...shipped, ...dated] });
    const root = { name: 'updates.root', bank: 'A', state: 'present', value: { expires: 'x', expiresAt: '2031-01-01T00:00:00Z' }, sources: [] } as const;
    const told = await evaluateFacts(documentOf({ judgedBank: 'A', facts: [root] }), { ...loaded, tool, today });
    expect(told.rules.find(({ id }) => id === 'dated:a/b')?.verdict).toBe(today === '2031-01-02' ? 'fail' : 'pass');
    expect(told.day).toBe(today);
  });

  it('what is unknown cannot be waived', async () => {
    const told = await result(waiver, '2026-06-01');
    const finding = told.findings.find(({ ruleId }) => ruleId === 'baseline:verity/fails-closed');
    expect(finding?.verdict).toBe('unknown');
    expect(finding).not.toHaveProperty('waiver');
    expect(told.gate).toMatchObject({ verdict: 'inconclusive', waived: [] });
    expect(told.gate.unknown).toContain('baseline:verity/fails-closed');
  });
});

describe('loadPolicies', () => {
  it('tells what is wrong in packs and tailoring together', () => {
    const broken = { path: 'own/controls.yaml', text: 'controls: []\n' };
    const packs = [...shipped, ...own.filter(({ path }) => path !== broken.path), broken];
    expect(() => loadPolicies({ packs, tailoring: { path: 'staticfire.yaml', text: 'failon: low\n' } })).toThrow(
      /own\/controls\.yaml:1:11: .*\n(.*\n)*staticfire\.yaml:1:9: /,
    );
  });

  it('what a tailoring points to is known before it is checked', () => {
    expect(readPointers({ path: 's', text: 'packs: [a]\nattestations: b\n' })).toEqual({
      packs: [{ path: 'a', place: 's:1:9' }],
      attestations: { path: 'b', place: 's:2:15' },
    });
    expect(readPointers({ path: 's', text: 'packs: 3\n' })).toEqual({});
  });
});
