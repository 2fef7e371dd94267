import { createCipheriv } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { artifactChecks } from './artifact-checks.ts';
import type { LintTarget } from './lint-problem.ts';
import { lintSarif } from './lint-sarif.ts';
import { locationChecks } from './location-checks.ts';
import { logChecks } from './log-checks.ts';
import { resultChecks } from './result-checks.ts';
import { ruleChecks } from './rule-checks.ts';
import { runChecks } from './run-checks.ts';

/** Broken on purpose. */
type Json = ReturnType<typeof JSON.parse>;

const SCHEMA_URI = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** A log that uses what the checks look at, and uses it well. */
const goodLog = (): Json => ({
  $schema: SCHEMA_URI,
  version: '2.1.0',
  runs: [goodRun()],
});

const goodRun = (): Json => ({
  tool: {
    driver: { name: 'other', rules: [goodRule('R1'), goodRule('R2')] },
    extensions: [{ name: 'plugin' }],
  },
  automationDetails: { id: 'other/' },
  invocations: [{ executionSuccessful: true, toolExecutionNotifications: [{ message: { text: 'slow' }, associatedRule: { id: 'R2', index: 1 } }] }],
  artifacts: [
    { location: { uri: 'a.img' }, length: 2_147_483_647 },
    { location: { uri: '/b' }, parentIndex: 0, offset: 512 },
    { parentIndex: 1, offset: 0 },
  ],
  logicalLocations: [{ fullyQualifiedName: 'a' }],
  results: [goodResult('R1', 'aa:1'), goodResult('R2', 'bb:1')],
});

const goodRule = (id: string): Json => ({
  id,
  name: 'Name',
  shortDescription: { text: 'Short' },
  fullDescription: { text: 'Full' },
  help: { text: 'Help' },
  properties: { tags: ['security'], 'security-severity': '7.5' },
});

const goodResult = (ruleId: string, hash: string): Json => ({
  ruleId,
  ruleIndex: ruleId === 'R1' ? 0 : 1,
  level: 'error',
  message: { text: 'What is wrong.' },
  locations: [
    {
      physicalLocation: { artifactLocation: { uri: 'src/a%3Ab.c', index: 0 }, region: { startLine: 1 } },
      logicalLocations: [{ index: 0 }],
    },
  ],
  partialFingerprints: { primaryLocationLineHash: hash },
});

const bytesOf = (log: unknown) => new TextEncoder().encode(JSON.stringify(log));

/** What is found in the good log after `change`: `level id pointer`. */
function found(change: (run: Json, log: Json) => void, target: LintTarget = 'github'): readonly string[] {
  const log = goodLog();
  change(log.runs[0], log);
  return lintSarif(bytesOf(log), target).problems.flatMap(({ id, level, places }) => places.map(({ pointer }) => `${level} ${id} ${pointer}`));
}

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
const manyResults = (count: number) => times(count, (index) => goodResult('R1', `${index}:1`));
const first = '/runs/0/results/0';
const place = `${first}/locations/0/physicalLocation`;

/** One broken log for each check; what the schema of OASIS finds besides stands in `also`. */
const broken: [check: string, change: (run: Json, log: Json) => void, pointer: string, also?: readonly string[]][] = [
  ['error version', (_run, log) => (log.version = '2.0.0'), '/version', ['error schema /version']],
  ['error schema-uri', (_run, log) => delete log.$schema, ''],
  ['error schema-uri', (_run, log) => (log.$schema = 'https://json.schemastore.org/eslintrc'), '/$schema'],
  ['error runs-limit', (_run, log) => (log.runs = times(21, (index) => ({ ...goodRun(), automationDetails: { id: `${index}/` } }))), '/runs'],
  ['error category-twice', (run, log) => log.runs.push({ ...run, automationDetails: { id: 'other/second' } }), '/runs/1'],
  [
    'error category-twice',
    (run, log) => log.runs.splice(0, 1, ...times(2, (index) => ({ ...run, automationDetails: { id: `no-slash-${index}` } }))),
    '/runs/1',
  ],
  ['error results-limit', (run) => (run.results = manyResults(25_001)), '/runs/0/results'],
  ['warning results-shown', (run) => (run.results = manyResults(5001)), '/runs/0/results'],
  ['error rules-limit', (run) => run.tool.driver.rules.push(...times(25_000, (index) => goodRule(`X${index}`))), '/runs/0/tool/driver/rules'],
  ['error extensions-limit', (run) => (run.tool.extensions = times(101, (index) => ({ name: `p${index}` }))), '/runs/0/tool/extensions'],
  ['error results-missing', (run) => delete run.results, '/runs/0'],
  [
    'warning rule-twice',
    (run) => run.tool.driver.rules.push({ ...goodRule('R1'), name: 'Again' }),
    '/runs/0/tool/driver/rules/0',
    ['warning rule-twice /runs/0/tool/driver/rules/2'],
  ],
  ['warning suppressions-all', (run) => (run.results[1].suppressions = []), '/runs/0/results'],
  ['warning baseline-all', (run) => (run.results[1].baselineState = 'new'), '/runs/0/results'],
  ['warning fingerprint-twice', (run) => run.results.push(goodResult('R1', 'aa:1')), '/runs/0/results/2/partialFingerprints'],
  ['error parent-cycle', (run) => (run.artifacts[0] = { location: { uri: 'a.img' }, parentIndex: 2 }), '/runs/0/artifacts/0/parentIndex'],
  ['error parent-cycle', (run) => (run.artifacts[2].parentIndex = 2), '/runs/0/artifacts/2/parentIndex'],
  [
    'error notification-rule',
    (run) => (run.invocations[0].toolExecutionNotifications[0].associatedRule.index = 2),
    '/runs/0/invocations/0/toolExecutionNotifications/0/associatedRule',
  ],
  ['warning rule-texts', (run) => delete run.tool.driver.rules[0].help, '/runs/0/tool/driver/rules/0'],
  ['warning rule-texts', (run) => (run.tool.driver.rules[0].shortDescription.text = ' '), '/runs/0/tool/driver/rules/0'],
  ['error rule-text-limit', (run) => (run.tool.driver.rules[0].name = 'n'.repeat(256)), '/runs/0/tool/driver/rules/0/name'],
  ['error rule-text-limit', (run) => (run.tool.driver.rules[1].fullDescription.text = 'n'.repeat(1025)), '/runs/0/tool/driver/rules/1/fullDescription/text'],
  ['error tags-limit', (run) => (run.tool.driver.rules[0].properties.tags = ['security', ...times(20, String)]), '/runs/0/tool/driver/rules/0/properties/tags'],
  [
    'warning tags-shown',
    (run) => (run.tool.driver.rules[0].properties.tags = ['security', ...times(10, String)]),
    '/runs/0/tool/driver/rules/0/properties/tags',
  ],
  [
    'error security-severity',
    (run) => (run.tool.driver.rules[0].properties['security-severity'] = 'high'),
    '/runs/0/tool/driver/rules/0/properties/security-severity',
  ],
  [
    'warning security-severity-use',
    (run) => (run.tool.driver.rules[0].properties['security-severity'] = 7.5),
    '/runs/0/tool/driver/rules/0/properties/security-severity',
  ],
  [
    'warning security-severity-use',
    (run) => (run.tool.driver.rules[0].properties['security-severity'] = '0.0'),
    '/runs/0/tool/driver/rules/0/properties/security-severity',
  ],
  ['warning security-severity-use', (run) => (run.tool.driver.rules[0].properties.tags = []), '/runs/0/tool/driver/rules/0/properties/security-severity'],
  ['error artifact-nesting', (run) => delete run.artifacts[0].location, '/runs/0/artifacts/0'],
  ['error artifact-nesting', (run) => (run.artifacts[0].offset = 0), '/runs/0/artifacts/0/offset'],
  ['error artifact-nesting', (run) => delete run.artifacts[2].offset, '/runs/0/artifacts/2'],
  ['error artifact-nesting', (run) => (run.artifacts[1].location.uriBaseId = 'ROOT'), '/runs/0/artifacts/1/location/uriBaseId'],
  ['error parent-index', (run) => (run.artifacts[2].parentIndex = 3), '/runs/0/artifacts/2/parentIndex'],
  ['warning int32', (run) => (run.artifacts[0].length = 2_147_483_648), '/runs/0/artifacts/0/length'],
  ['error rule-agreement', (run) => (run.results[0].ruleIndex = 1), `${first}/ruleIndex`],
  ['error rule-agreement', (run) => (run.results[0].ruleIndex = 2), `${first}/ruleIndex`],
  ['warning rule-known', (run) => (run.results[0].ruleId = 'R1/sub'), `${first}/ruleId`],
  ['warning rule-known', (run) => Object.assign(run.results[0], { ruleId: undefined, ruleIndex: undefined }), first],
  ['error message-text', (run) => (run.results[0].message = { id: 'default' }), `${first}/message`],
  ['warning level-without-fail', (run) => (run.results[0].kind = 'review'), `${first}/level`, [`warning kind-opens-alert ${first}/kind`]],
  ['warning kind-opens-alert', (run) => Object.assign(run.results[0], { kind: 'pass', level: 'none' }), `${first}/kind`],
  [
    'warning suppressed-opens-alert',
    (run) => {
      run.results[0].suppressions = [{ kind: 'external' }];
      run.results[1].suppressions = [];
    },
    `${first}/suppressions`,
  ],
  [
    'warning absent-opens-alert',
    (run) => {
      run.results[0].baselineState = 'absent';
      run.results[1].baselineState = 'new';
    },
    `${first}/baselineState`,
  ],
  ['warning fingerprint-missing', (run) => delete run.results[0].partialFingerprints, first],
  ['error locations-limit', (run) => (run.results[0].relatedLocations = times(1001, (id) => ({ id }))), `${first}/relatedLocations`],
  [
    'error thread-flow-limit',
    (run) => (run.results[0].codeFlows = [{ threadFlows: [{ locations: times(10_001, () => ({ location: {} })) }] }]),
    `${first}/codeFlows`,
  ],
  ['error location-index', (run) => (run.results[0].locations[0].physicalLocation.artifactLocation.index = 3), `${place}/artifactLocation/index`],
  ['error location-index', (run) => (run.results[0].locations[0].logicalLocations[0].index = 1), `${first}/locations/0/logicalLocations/0/index`],
  [
    'error location-index',
    (run) => (run.results[0].relatedLocations = [{ physicalLocation: { artifactLocation: { index: 9 } } }]),
    `${first}/relatedLocations/0/physicalLocation/artifactLocation/index`,
  ],
  ['warning region-int32', (run) => (run.results[0].locations[0].physicalLocation.region.byteOffset = 2 ** 31), `${place}/region/byteOffset`],
  ['error location-missing', (run) => (run.results[0].locations = []), first],
  ['error artifact-location-missing', (run) => delete run.results[0].locations[0].physicalLocation, `${first}/locations/0`],
  ['warning location-by-index', (run) => delete run.results[0].locations[0].physicalLocation.artifactLocation.uri, `${place}/artifactLocation`],
  ['warning region-missing', (run) => delete run.results[0].locations[0].physicalLocation.region, place],
  [
    'error uri-scheme',
    (run) => (run.results[0].locations[0].physicalLocation.artifactLocation.uri = 'BOTTLEROCKET-ROOT-A:/usr/bin/su'),
    `${place}/artifactLocation/uri`,
  ],
  ['warning uri-file', (run) => (run.results[0].locations[0].physicalLocation.artifactLocation.uri = 'file:///home/a/b.c'), `${place}/artifactLocation/uri`],
  ['warning uri-file', (run) => (run.results[0].locations[0].physicalLocation.artifactLocation.uri = '/home/a/b.c'), `${place}/artifactLocation/uri`],
  ['warning uri-dots', (run) => (run.results[0].locations[0].physicalLocation.artifactLocation.uri = 'src/../../b.c'), `${place}/artifactLocation/uri`],
  ['error schema', (run) => (run.results[0].colour = 'red'), first],
  ['error schema', (run) => (run.results[0].locations[0].physicalLocation.region = {}), `${place}/region`, [`warning region-missing ${place}`]],
  ['error schema', (run) => (run.results[0].locations[0].physicalLocation.artifactLocation.uri = 'a b.c'), `${place}/artifactLocation/uri`],
  [
    'error schema',
    (run) => (run.tool.driver.rules[1] = run.tool.driver.rules[0]),
    '/runs/0/tool/driver/rules',
    [
      'warning rule-twice /runs/0/tool/driver/rules/0',
      'warning rule-twice /runs/0/tool/driver/rules/1',
      'error rule-agreement /runs/0/results/1/ruleIndex',
      'warning rule-known /runs/0/results/1/ruleId',
      'error notification-rule /runs/0/invocations/0/toolExecutionNotifications/0/associatedRule',
    ],
  ],
];

describe('sarif lint', () => {
  test.each(['github', 'viewer'] as const)('finds nothing in a good log, read for %s', (target) => {
    expect(found(() => {}, target)).toEqual([]);
  });

  test('a run with no results is good: it closes alerts', () => {
    expect(found((run) => (run.results = []))).toEqual([]);
  });

  test.each(broken)('%s', (check, change, pointer, also = []) => {
    expect(found(change).toSorted()).toEqual([`${check} ${pointer}`, ...also].toSorted());
  });

  test('a byte order mark', () => {
    const bytes = new Uint8Array([0xef, 0xbb, 0xbf, ...bytesOf(goodLog())]);
    expect(lintSarif(bytes, 'github').problems.map(({ id }) => id)).toEqual(['byte-order-mark']);
  });

  test('more than 10 MB after compression', () => {
    const log = goodLog();
    const noise = createCipheriv('aes-256-ctr', Buffer.alloc(32), Buffer.alloc(16)).update(Buffer.alloc(11_000_000));
    log.runs[0].properties = { noise: noise.toString('base64') };
    expect(lintSarif(bytesOf(log), 'github').problems.map(({ id }) => id)).toEqual(['gzip-limit']);
  });

  test('every check has a broken log', () => {
    const all = [...logChecks, ...runChecks, ...ruleChecks, ...artifactChecks, ...resultChecks, ...locationChecks].map(({ id, level }) => `${level} ${id}`);
    const shown = new Set([...broken.map(([check]) => check), 'error byte-order-mark', 'error gzip-limit']);
    expect(all.filter((check) => !shown.has(check))).toEqual([]);
    expect(new Set(all).size).toBe(all.length);
  });

  test('read for viewers, what is the rule of GitHub alone does not count', () => {
    const change = (run: Json) => {
      Object.assign(run.results[0], { kind: 'pass', level: 'none', suppressions: [{ kind: 'external' }], locations: [] });
      run.results[1].suppressions = [];
      run.tool.driver.rules[0].properties = { 'security-severity': 'high' };
      delete run.tool.driver.rules[1].help;
    };
    expect(found(change, 'viewer')).toEqual([]);
    expect(found(change)).toHaveLength(5);
  });

  test('of one mistake in every result five places are told, and all are counted', () => {
    const log = goodLog();
    log.runs[0].results = manyResults(100).map((result) => ({ ...result, message: { id: 'm' } }));
    const { problems, errors, warnings } = lintSarif(bytesOf(log), 'github');
    expect(problems).toMatchObject([{ id: 'message-text', level: 'error', count: 100 }]);
    expect(problems[0]?.places).toHaveLength(5);
    expect([errors, warnings]).toEqual([100, 0]);
  });

  test.each<[string, unknown]>([
    ['runs that are no list', { version: '2.1.0', runs: { 0: {} } }],
    [
      'nothing where objects belong',
      { version: '2.1.0', runs: [null, 7, 'x', { tool: null, results: [null, 7, [], { locations: [null] }], artifacts: [null] }] },
    ],
    [
      'members of objects that are no members',
      { runs: [{ tool: { driver: { name: 'n', rules: [{ id: '__proto__' }] } }, results: [{ ruleId: 'constructor', locations: [{ __proto__: 1 }] }] }] },
    ],
    [
      'negative numbers',
      { runs: [{ results: [{ ruleIndex: -1, locations: [{ physicalLocation: { artifactLocation: { index: -1 } } }] }], artifacts: [{ parentIndex: -7 }] }] },
    ],
  ])('%s are told, not fallen over', (_name, log) => {
    expect(lintSarif(bytesOf(log), 'github').errors).toBeGreaterThan(0);
  });

  test('text of the file cannot reach a terminal as a control', () => {
    const log = goodLog();
    log.runs[0].results[0].ruleId = '\x1b[2J\u202e';
    const told = JSON.stringify(lintSarif(bytesOf(log), 'github').problems);
    expect(told).toContain('\\\\x1b[2J');
    expect(told).not.toContain('\u202e');
  });

  test('many artifacts and results take time in proportion to their number', () => {
    const log = goodLog();
    log.runs[0].artifacts = times(50_000, (index) => (index === 0 ? { location: { uri: 'a' } } : { location: { uri: `/${index}` }, parentIndex: index - 1 }));
    expect(lintSarif(bytesOf(log), 'github').errors).toBe(0);
  });
});
