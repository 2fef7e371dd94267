import type { Finding, ScanResult } from '@staticfire/findings';
import type { Artifact, Log, Notification, Result, Run } from 'sarif';
import { describe, expect, test } from 'vitest';
import { goResult, inconclusiveResult, sampleResult } from '../sample-result.ts';
import { tallyFindings } from '../tally.ts';
import { lintSarif } from './lint/lint-sarif.ts';
import { renderSarif } from './render-sarif.ts';
import type { SarifOptions, SarifProfile } from './sarif-options.ts';

const profiles = ['full', 'github'] as const satisfies readonly SarifProfile[];
const results = { sample: sampleResult, go: goResult, inconclusive: inconclusiveResult } as const;
const anchor = { path: 'variants/aws-k8s-1.26/Cargo.toml', line: 12 };

const render = (result: ScanResult, options: SarifOptions) => [...renderSarif(result, options)].join('');
const runOf = (result: ScanResult, options: SarifOptions): Run => (JSON.parse(render(result, options)) as Log).runs[0]!;
const full = (result: ScanResult = sampleResult) => runOf(result, { profile: 'full' });
const github = (result: ScanResult = sampleResult) => runOf(result, { profile: 'github', anchor });
const resultsOf = (run: Run, ruleId: string) => run.results!.filter((result) => result.ruleId === ruleId);
const problems = (text: string, target: 'github' | 'viewer') => lintSarif(new TextEncoder().encode(text), target).problems;

/** Every text in the document, names of members too. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [name, ...textsIn(member)]);
}

describe.each(profiles)('sarif report, profile %s', (profile) => {
  test.each(Object.entries(results))('of the %s result is the golden file', async (name, result) => {
    await expect(render(result, { profile, anchor })).toMatchFileSnapshot(`golden/${name}.${profile}.sarif`);
  });

  test.each(Object.entries(results))('of the %s result fits the schema of OASIS and breaks no rule that its readers have', (_name, result) => {
    expect(problems(render(result, { profile, anchor }), profile === 'github' ? 'github' : 'viewer')).toEqual([]);
  });

  test('holds nothing that a terminal acts on, and no lone surrogate', () => {
    expect(render(sampleResult, { profile, anchor }).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    const texts = textsIn(JSON.parse(render(sampleResult, { profile, anchor })));
    expect(texts.filter((text) => /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text.replaceAll('\n\n', '')))).toEqual([]);
  });

  test('is the same when made again from the saved result', () => {
    expect(render(JSON.parse(JSON.stringify(sampleResult)), { profile, anchor })).toBe(render(sampleResult, { profile, anchor }));
  });

  test('tells the tally of all findings', () => {
    for (const result of Object.values(results)) expect(runOf(result, { profile }).properties?.['tally']).toEqual(tallyFindings(result));
  });

  test('a finding keeps its fingerprint in the next build, whose digests, offsets and versions are others', () => {
    const moved = (finding: Finding): Finding => ({
      ...finding,
      title: `${finding.title} again`,
      evidence: finding.evidence.map((each) => ({
        ...each,
        sources: each.sources.map((source) => ({ ...source, offset: source.offset + 512, sha256: 'f'.repeat(64) })),
      })),
    });
    const next: ScanResult = {
      ...sampleResult,
      tool: { ...sampleResult.tool, version: '9.9.9' },
      input: { ...sampleResult.input, sha256: 'e'.repeat(64), path: 'next.img' },
      release: { ...sampleResult.release, versionId: '100.0.0', buildId: 'cafe' },
      findings: sampleResult.findings.map(moved),
    };
    const hashes = (run: Run) => run.results!.map(({ partialFingerprints }) => partialFingerprints?.['primaryLocationLineHash']);
    expect(hashes(runOf(next, { profile, anchor: { path: 'other.toml', line: 1 } }))).toEqual(hashes(runOf(sampleResult, { profile, anchor })));
    expect(hashes(full()).every((hash) => /^[0-9a-f]{64}:[1-9]\d*$/.test(hash!))).toBe(true);
  });

  test('two findings of one rule about one subject have two fingerprints', () => {
    const [one] = sampleResult.findings;
    const hashes = runOf({ ...sampleResult, findings: [one!, one!] }, { profile }).results!.map(
      (each) => each.partialFingerprints?.['primaryLocationLineHash'],
    );
    expect(hashes).toEqual([`${one!.fingerprint}:1`, `${one!.fingerprint}:2`]);
  });

  test('has the same tool, and a category of its variant, whatever its name', () => {
    expect(runOf(sampleResult, { profile }).tool.driver.name).toBe('staticfire');
    expect(runOf(sampleResult, { profile }).automationDetails?.id).toBe('staticfire/aws-k8s-1.26/');
    const named = (variantId: string) => runOf({ ...sampleResult, release: { ...sampleResult.release, variantId } }, { profile }).automationDetails?.id;
    expect(named('a/b c')).toBe('staticfire/a%2Fb%20c/');
    expect(named('')).toBe('staticfire/');
    expect(runOf(sampleResult, { profile, category: 'staticfire/x/arm64' }).automationDetails?.id).toBe('staticfire/x/arm64/');
  });

  test('helpUri leads to the page that `pack docs` writes, and is left out when nobody says where the pages are', () => {
    const rules = (options: SarifOptions) => runOf(sampleResult, options).tool.driver.rules!.map(({ helpUri }) => helpUri);
    expect(rules({ profile, rulePages: 'https://docs.example/policies/' })[0]).toBe('https://docs.example/policies/baseline/docs/boot.md#lockdown');
    expect(new Set(rules({ profile }))).toEqual(new Set([undefined]));
    const [rule] = runOf(sampleResult, { profile, rulePages: 'https://docs.example/policies' }).tool.driver.rules!;
    expect(rule!.help!.markdown).toMatch(/\n\n\[All of the rule\]\(<https:\/\/docs\.example\/policies\/baseline\/docs\/boot\.md#lockdown>\)$/);
    expect(rule!.help!.text).toMatch(/\n\nAll of the rule: https:\/\/docs\.example\/policies\/baseline\/docs\/boot\.md#lockdown$/);
  });

  test('stops at the limit and says so', () => {
    const limit = profile === 'github' ? 5000 : 25_000;
    const [one] = sampleResult.findings;
    const findings = Array.from(
      { length: limit + 3 },
      (_, index): Finding => ({ ...one!, subject: String(index), fingerprint: index.toString(16).padStart(64, '0') }),
    );
    const run = runOf({ ...sampleResult, findings }, { profile, anchor });
    expect(run.results).toHaveLength(limit);
    expect(run.properties?.['results']).toEqual({ told: limit, leftOut: 3 });
    const [notice] = run.invocations![0]!.toolExecutionNotifications!;
    expect(notice).toMatchObject({ descriptor: { id: 'results/cut' }, level: 'error' });
    expect(notice!.message.text).toBe(
      '3 results, less severe than those that are told, are left out; the first is of baseline:boot/lockdown. The JSON result has them all.',
    );
    const alone = runOf({ ...sampleResult, findings: [findings[limit - 1]!] }, { profile, anchor });
    expect(run.results!.at(-1)!.message).toEqual(alone.results![0]!.message);
  });

  test('comes in pieces of one result at most', () => {
    const pieces = [...renderSarif(sampleResult, { profile, anchor })];
    expect(pieces.filter((piece) => piece.includes('"partialFingerprints"')).every((piece) => piece.split('"partialFingerprints"').length === 2)).toBe(true);
  });
});

describe('sarif report, profile full', () => {
  test('every finding is a result, by kind as many as the tally says; a waived one is a suppressed failure', () => {
    const { results: told } = full();
    const suppressed = told!.filter(({ suppressions }) => suppressions!.length > 0);
    const count = (kind: Result.kind) => told!.filter((each) => each.kind === kind && !suppressed.includes(each)).length;
    expect({ pass: count('pass'), fail: count('fail'), unknown: count('open'), 'not-applicable': count('notApplicable'), waived: suppressed.length }).toEqual(
      tallyFindings(sampleResult),
    );
  });

  test('only failures have a level, and that of their severity', () => {
    for (const { kind, level } of full().results!) expect(level !== undefined).toBe(kind === 'fail');
    expect(resultsOf(full(), 'baseline:verity/root-hash')[0]?.level).toBe('error');
    expect(resultsOf(full(), 'baseline:files/setuid')[0]?.level).toBe('warning');
    expect(resultsOf(full(), 'baseline:release/era')[0]?.level).toBe('note');
  });

  test('a waiver is a suppression with the place where it is written; an expired one is told and suppresses nothing', () => {
    const run = full();
    const [waived] = resultsOf(run, 'baseline:kernel/pointers');
    expect(waived!.suppressions).toMatchObject([
      {
        kind: 'external',
        status: 'accepted',
        justification: 'Profilers of the <b>lab</b> need them\\u{2066}',
        properties: { owner: 'Ada, platform team', expires: '2027-03-31' },
      },
    ]);
    const place = waived!.suppressions![0]!.location!.physicalLocation!;
    expect(run.artifacts![place.artifactLocation!.index!]?.location?.uri).toBe('staticfire.yaml');
    expect(place.region?.startLine).toBe(12);
    const expired = run.results!.filter(({ properties }) => properties?.['waiver'] !== undefined);
    expect(expired).toHaveLength(1);
    expect(expired[0]).toMatchObject({ suppressions: [], properties: { waiver: { state: 'expired', owner: 'Ada, platform team' } } });
  });

  test('files nest in partitions, partitions in the image; no label is part of a URI', () => {
    const { artifacts } = full();
    const chainOf = ({ location, parentIndex }: Artifact): string => `${parentIndex === undefined ? '' : chainOf(artifacts![parentIndex]!)}|${location?.uri}`;
    const chains = artifacts!.map(chainOf);
    expect(chains).toContain('|images/lab-k8s.img|/partitions/4|/usr/lib/sysctl.d/80-release.conf');
    expect(chains.filter((chain) => chain.includes('script'))).toEqual([]);
    expect(artifacts![0]).toMatchObject({ roles: ['analysisTarget'], hashes: { 'sha-256': sampleResult.input.sha256 } });
  });

  test('numbers of 2^31 and more are text in properties', () => {
    const [first, ...others] = sampleResult.image.partitions;
    const far = { ...first!, offset: 2 ** 31, length: 2 ** 33 };
    const [finding] = sampleResult.findings;
    const evidence = [{ ...finding!.evidence[0]!, places: [], sources: [{ partition: 'BIOS-BOOT', offset: 2 ** 40, length: 1 }] }];
    const run = full({ ...sampleResult, image: { ...sampleResult.image, partitions: [far, ...others] }, findings: [{ ...finding!, evidence }] });
    expect(run.artifacts![1]).not.toHaveProperty('offset');
    expect(run.artifacts![1]).not.toHaveProperty('length');
    expect(run.artifacts![1]?.properties).toMatchObject({ offset: '2147483648', length: '8589934592' });
    expect(run.results![0]!.locations![0]?.physicalLocation).toEqual({
      artifactLocation: { index: 1 },
      properties: { byteOffset: '1099511627776', byteLength: '1' },
    });
  });

  test('the line that decides comes first, with its text; bytes and further lines are related', () => {
    const [lockdown] = resultsOf(full(), 'baseline:boot/lockdown');
    expect(lockdown!.locations![0]?.physicalLocation?.region).toEqual({ startLine: 3, snippet: { text: 'lockdown = "none" # </script><b>\\u{202e}\\x1b[2J' } });
    expect(
      lockdown?.relatedLocations?.map(({ id, physicalLocation }) => [id, physicalLocation?.region?.startLine ?? physicalLocation?.region?.byteOffset]),
    ).toEqual([
      [1, 7],
      [2, 0],
    ]);
  });

  test('controls are taxa of their framework, and rules lead to them', () => {
    const { taxonomies, tool } = full();
    expect(taxonomies).toHaveLength(1);
    expect(taxonomies![0]?.taxa?.map(({ id }) => id)).toEqual(sampleResult.controls.map(({ id }) => id));
    expect(taxonomies![0]?.taxa?.[0]).toMatchObject({ id: '1.1', properties: { status: 'fail', imageStatus: 'pass', level: 1 } });
    const plan = tool.driver.rules!.find(({ id }) => id === 'baseline:disk/plan');
    expect(plan?.relationships?.map(({ target }) => [target.id, target.index, target.toolComponent?.guid])).toEqual(
      [
        ['1.1', 0],
        ['1.10', 3],
        ['2.5', 8],
      ].map(([id, index]) => [id, index, taxonomies![0]?.guid]),
    );
    expect(tool.extensions?.map(({ name }) => name)).toEqual(['baseline']);
  });

  test('what could not be read and what was left out is notified', () => {
    const [invocation] = full().invocations!;
    const ids = (list: readonly Notification[] | undefined) => list?.map(({ descriptor }) => descriptor?.id);
    expect(ids(invocation?.toolExecutionNotifications)).toEqual(['gate/unknown', 'coverage/partial', 'coverage/unreadable', 'coverage/limit']);
    expect(ids(invocation?.toolConfigurationNotifications)).toEqual([
      'rule/error',
      'selection/deselected',
      'selection/deselected',
      'waiver/expired',
      'waiver/unused',
    ]);
    expect(ids(full(inconclusiveResult).invocations![0]?.toolExecutionNotifications)).toContain('image/changed');
    expect(ids(full(inconclusiveResult).invocations![0]?.toolExecutionNotifications)).toContain('image/unreadable');
  });

  test('an inconclusive scan did not succeed', () => {
    expect([full(goResult), full(), full(inconclusiveResult)].map(({ invocations }) => invocations![0]?.executionSuccessful)).toEqual([true, true, false]);
  });

  test('read for GitHub, it is warned of for what is not meant for GitHub, and nothing else', () => {
    const found = problems(render(sampleResult, { profile: 'full' }), 'github');
    expect(found.map(({ level, id }) => `${level} ${id}`)).toEqual([
      'warning location-by-index',
      'warning region-missing',
      'warning kind-opens-alert',
      'warning suppressed-opens-alert',
    ]);
  });
});

describe('sarif report, profile github', () => {
  test('every result is a failure that nobody waived, and all of those are there', () => {
    expect(github().results).toHaveLength(tallyFindings(sampleResult).fail);
    expect(new Set(github().results!.map(({ kind }) => kind))).toEqual(new Set(['fail']));
    expect(github(goResult).results).toEqual([]);
  });

  test('each stands on the one line of the anchor, and on staticfire.yaml without one', () => {
    const locations = (run: Run) => new Set(run.results!.map((result) => JSON.stringify(result.locations)));
    const at = (uri: string, startLine: number) => new Set([JSON.stringify([{ physicalLocation: { artifactLocation: { uri }, region: { startLine } } }])]);
    expect(locations(github())).toEqual(at('variants/aws-k8s-1.26/Cargo.toml', 12));
    expect(locations(runOf(sampleResult, { profile: 'github' }))).toEqual(at('staticfire.yaml', 1));
  });

  test('an unknown rule that the gate asks for is no alert, but a notification', () => {
    const [invocation] = github().invocations!;
    expect(invocation?.toolExecutionNotifications?.map(({ descriptor, associatedRule }) => [descriptor?.id, associatedRule?.id])).toEqual([
      ['gate/unknown', 'baseline:files/no-shell'],
    ]);
  });

  test('texts of rules do not depend on the image, and keep within the limits', () => {
    const long = { title: 't'.repeat(3000), rationale: `${'🚀'.repeat(2000)}`, references: { nist: Array.from({ length: 30 }, (_, index) => `AC-${index}`) } };
    const rules = sampleResult.rules.map((rule) => ({ ...rule, ...long }));
    const text = render({ ...sampleResult, rules }, { profile: 'github', anchor });
    expect(problems(text, 'github')).toEqual([]);
    const texts = (result: ScanResult) => JSON.stringify(github(result).tool.driver.rules);
    const otherwise = sampleResult.rules.map((rule) => ({ ...rule, verdict: 'pass', imageVerdict: 'fail', decided: 'image' }) as const);
    expect(texts({ ...goResult, rules: otherwise })).toBe(texts(sampleResult));
  });

  test('a rule of severity info is no security alert', () => {
    const rules = github().tool.driver.rules!;
    expect(rules.find(({ id }) => id === 'baseline:release/era')?.properties).toEqual({
      tags: ['release', 'nist-800-53/CM-7', 'nist-800-53/SI-7'],
      precision: 'high',
      'problem.severity': 'recommendation',
    });
  });

  test('text of a pack is no Markdown', () => {
    const [rule] = sampleResult.rules;
    const rules = [{ ...rule!, rationale: '<img src=x> [a](b) `code` **b** & c\n\n# d', remediation: '- e | f' }];
    expect(github({ ...sampleResult, rules }).tool.driver.rules![0]?.help?.markdown).toBe(
      '**Why**\n\n&lt;img src=x\\> \\[a\\](b) `code` \\*\\*b\\*\\* &amp; c\n\n\\# d\n\n**How to fix it**\n\n\\- e \\| f\n\nReferences: nist-800-53: CM-7, SI-7.',
    );
  });
});
