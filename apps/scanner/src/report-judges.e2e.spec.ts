import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ScanResult, verdicts } from '@staticfire/findings';
import { describeOracle, runStaticfire, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unpackDemo } from './unpack-demo.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const XSD = join(ROOT, 'libs/report/src/junit/fixtures/junit.xsd');
const STATES = ['fail', 'unknown', 'waived', 'pass', 'not-applicable'] as const;
type Counts = Readonly<Record<(typeof STATES)[number], number>>;

/** One of the demo's failures is waived, so that every report has to tell it apart. */
const TAILORING = `waivers:
  - rule: baseline:modules/udf
    reason: '</script><b onload=x>'
    owner: Ada
    expires: 9999-12-30
`;

describe('all reports of one scan', () => {
  let folder = '';
  const at = (name: string) => join(folder, name);
  const read = (name: string) => readFileSync(at(name), 'utf8');
  const result = () => JSON.parse(read('a.json')) as ScanResult;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'staticfire-judges-'));
    mkdirSync(at('.git'));
    writeFileSync(at('staticfire.yaml'), TAILORING);
    await unpackDemo(join(ROOT, 'libs/testkit/demo/demo.img.gz'), at('demo.img'));
    const outputs = ['sarif=a.sarif', 'sarif-github=g.sarif', 'html=a.html', 'junit=a.xml', 'md=a.md', 'json=a.json', 'terminal=a.txt'];
    const run = await runStaticfire(['scan', 'demo.img', '--quiet', ...outputs.flatMap((output) => ['--output', output])], { cwd: folder });
    expect(run.exitCode, run.stderr).toBe(0);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('count the same, each in its own words', () => {
    const expected = countsOf(result());
    expect(expected).toMatchObject({ waived: 1 });
    expect(expected.fail).toBeGreaterThan(0);
    expect(countsOfSarif(read('a.sarif'))).toEqual(expected);
    expect(countsOfHtml(read('a.html'))).toEqual(expected);
    expect(countsOfJunit(read('a.xml'))).toEqual(expected);
    expect(countsOfMarkdown(read('a.md'))).toEqual(expected);
    expect(read('a.txt')).toContain(`${expected.pass} pass, ${expected.fail} fail, ${expected.waived} waived, ${expected.unknown} unknown`);
    expect(JSON.parse(read('g.sarif')).runs[0].results).toHaveLength(expected.fail);
  });

  it('SARIF passes the schema of OASIS and our lint, for those who read it', async () => {
    const archive = await runStaticfire(['sarif', 'lint', '--for', 'viewer', at('a.sarif')]);
    expect([archive.exitCode, archive.stdout]).toEqual([0, expect.stringContaining('0 errors, 0 warnings')]);
    const github = await runStaticfire(['sarif', 'lint', at('g.sarif')]);
    expect([github.exitCode, github.stdout]).toEqual([0, expect.stringContaining('0 errors, 0 warnings')]);
    expect(JSON.parse(read('g.sarif')).runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe('staticfire.yaml');
  });

  describeOracle('xmllint', toolsFor('xmllint'), () => {
    it('JUnit fits its schema', () => {
      expect(spawnSync('xmllint', ['--noout', '--schema', XSD, at('a.xml')], { encoding: 'utf8', timeout: 30_000 })).toMatchObject({ status: 0 });
    });
  });

  it('what a waiver says is text in HTML', () => {
    expect(read('a.html')).not.toContain('<b onload');
    expect(read('a.html')).toContain('&lt;b onload=x&gt;');
  });
});

function countsOf({ findings, waivers }: ScanResult): Counts {
  const waived = findings.filter(({ verdict, waiver }) => verdict === 'fail' && waiver !== undefined && waivers[waiver]?.state === 'valid').length;
  const counts = Object.fromEntries(verdicts.map((verdict) => [verdict, findings.filter((each) => each.verdict === verdict).length]));
  return { ...counts, fail: counts['fail']! - waived, waived } as Counts;
}

function countsOfSarif(text: string): Counts {
  const { results } = JSON.parse(text).runs[0] as { results: { kind: string; suppressions: unknown[] }[] };
  const count = (kind: string, isSuppressed = false) => results.filter((each) => each.kind === kind && each.suppressions.length > 0 === isSuppressed).length;
  return { fail: count('fail'), unknown: count('open'), waived: count('fail', true), pass: count('pass'), 'not-applicable': count('notApplicable') };
}

function countsOfHtml(text: string): Counts {
  const states = [...text.matchAll(/<details class="finding"[^>]* data-state="([a-z-]+)"/g)].map(([, state]) => state);
  return Object.fromEntries(STATES.map((state) => [state, states.filter((each) => each === state).length])) as Counts;
}

function countsOfJunit(text: string): Counts {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  const cases = count(/<testcase /g);
  const [fail, unknown, waived, skipped] = [count(/<failure /g), count(/<error /g), count(/<skipped type="waived"/g), count(/<skipped /g)];
  return { fail, unknown, waived, pass: cases - fail - unknown - skipped, 'not-applicable': skipped - waived };
}

function countsOfMarkdown(text: string): Counts {
  const [, fail, waived, unknown, pass, ruledOut] = /^\| \d+ findings \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$/m.exec(text)!.map(Number);
  return { fail: fail!, waived: waived!, unknown: unknown!, pass: pass!, 'not-applicable': ruledOut! };
}
