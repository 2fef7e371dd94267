import type { Finding, ScanResult } from '@staticfire/findings';
import { describe, expect, test } from 'vitest';
import { formatSize } from '../format-size.ts';
import type { RenderOptions } from '../render-options.ts';
import { goResult, inconclusiveResult, sampleResult } from '../sample-result.ts';
import { renderTerminal as renderPieces } from './render-terminal.ts';
import { textWidth } from './text-width.ts';

const renderTerminal = (result: ScanResult, options?: RenderOptions) => [...renderPieces(result, options)].join('');
const SGR = /\x1b\[[0-9;]*m/g;

describe('terminal report', () => {
  test.each([
    ['no-go', sampleResult],
    ['go', goResult],
    ['inconclusive', inconclusiveResult],
  ])('%s is the golden file', async (name, result) => {
    await expect(renderTerminal(result)).toMatchFileSnapshot(`golden/${name}.txt`);
  });

  test('narrow is the golden file', async () => {
    await expect(renderTerminal(sampleResult, { width: 60 })).toMatchFileSnapshot('golden/narrow.txt');
  });

  test('colours change nothing but colour', () => {
    const coloured = renderTerminal(sampleResult, { colour: true });
    expect(coloured).not.toBe(renderTerminal(sampleResult));
    expect(coloured.replace(SGR, '')).toBe(renderTerminal(sampleResult));
  });

  test('nothing of the image reaches the terminal as a control', () => {
    expect(renderTerminal(sampleResult).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    expect(renderTerminal(sampleResult, { colour: true }).replace(SGR, '').replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
  });

  test('failures come most severe first', () => {
    const text = renderTerminal(sampleResult);
    const places = ['CRITICAL', 'HIGH', 'MEDIUM', 'INFO'].map((severity) => text.indexOf(`  ${severity.padEnd(8)}  baseline:`));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(Math.min(...places)).toBeGreaterThan(0);
  });

  test('both verdicts of what user data turned, and how many rules were judged with them', () => {
    const text = renderTerminal(sampleResult);
    expect(text).toContain(
      'USER DATA  user-data.toml (sha256 000000000000…)\n  3 rules judged with user data; other than on the image alone: 2 rules, 2 controls\n',
    );
    expect(text).toMatch(/^ {2}baseline:release\/identity +fail on the image, pass with user data$/m);
    expect(text).toMatch(/^ {2}framework\/1\.9 +fail on the image, pass with user data$/m);
    expect(text).not.toMatch(/^ {2}baseline:files\/setuid +fail on the image/m);
  });

  test('a rule that fails says beside its id that user data decided it', () => {
    const text = renderTerminal(sampleResult);
    expect(text).toMatch(/^ {2}HIGH {6}baseline:boot\/lockdown {2}\(judged with user data; pass on the image alone\)$/m);
    expect(text).toMatch(/^ {2}MEDIUM {4}baseline:files\/setuid {2}\(judged with user data\)$/m);
    expect(text).toMatch(/^ {2}CRITICAL {2}baseline:verity\/root-hash$/m);
  });

  test('user data that no rule was judged with are still told; without any there is no section', () => {
    const rules = sampleResult.rules.map((rule) => ({ ...rule, decided: 'image' as const }));
    expect(renderTerminal({ ...sampleResult, rules, controls: [] })).toContain(
      '0 rules judged with user data; other than on the image alone: 0 rules, 0 controls\n',
    );
    expect(renderTerminal(goResult)).not.toContain('USER DATA');
  });

  test('a failing finding says which waiver is about it, and whether that counts', () => {
    const text = renderTerminal(sampleResult);
    expect(text).toContain('\n    kernel.kptr_restrict is 0\n      waived     until 2027-03-31, owner Ada, platform team\n');
    expect(text).toContain('\n      waiver     expired on 2026-10-31 and counts as none, owner Ada, platform team\n');
    expect(text).not.toContain('owner Ada\n      subject');
  });

  test('of many findings those that nobody waived are not the ones left out', () => {
    const [waived] = sampleResult.findings.filter(({ waiver }) => waiver === 0);
    const many = Array.from({ length: 25 }, (_, index): Finding => {
      const { waiver: _waiver, ...open } = { ...waived!, subject: `key.${index}` };
      return index < 22 ? { ...open, waiver: 0 } : open;
    });
    const text = renderTerminal({ ...sampleResult, findings: many });
    expect([22, 23, 24].every((index) => text.includes(`subject    key.${index}\n`))).toBe(true);
    expect(text).toContain('FAIL  1 rule, 25 findings, 22 of them waived');
  });

  test('waivers that count for nothing say so', () => {
    const [first] = sampleResult.waivers;
    const coming = { ...first!, from: '2026-12-01', state: 'not-yet-valid' as const };
    const text = renderTerminal({ ...sampleResult, waivers: [coming, ...sampleResult.waivers.slice(1)] });
    expect(text).toMatch(/^ {2}NOT YET {2}baseline:kernel\/pointers, from 2026-12-01 until 2027-03-31: 1 finding, counts as none$/m);
    expect(text).toMatch(/^ {2}UNUSED {3}baseline:disk\/plan, until 2027-01-31: no failing finding, so it is of no use$/m);
    expect(text).toContain('\n      waiver     valid only from 2026-12-01 and counts as none, owner Ada, platform team\n');
    expect(renderTerminal(goResult)).not.toContain('WAIVERS');
  });

  test('a long list of findings is cut and counted', () => {
    const many = Array.from({ length: 25 }, (_, index): Finding => ({ ...(sampleResult.findings[0] as Finding), subject: `/usr/bin/${index}` }));
    expect(renderTerminal({ ...sampleResult, findings: many })).toContain('… and 5 findings more');
  });

  test('a long list of what is unknown is cut and counted', () => {
    const many = Array.from({ length: 25 }, (_, index): Finding => ({ ...(sampleResult.findings[1] as Finding), subject: `/usr/bin/${index}` }));
    expect(renderTerminal({ ...sampleResult, findings: many })).toContain('… and 5 findings more');
  });

  test('says where reports were written, one below the other', () => {
    const written = [
      { format: 'json', path: 'out/a.json' },
      { format: 'sarif-github', path: 'b\x1b[2J.sarif' },
    ];
    expect(renderTerminal(goResult, { written })).toContain('\nreports    json          out/a.json\n           sarif-github  b\\x1b[2J.sarif\ncounts ');
    expect(renderTerminal(goResult)).not.toContain('\nreports');
  });

  test('what was read and what was not: in a line, with the first reasons', () => {
    const facts = Array.from({ length: 9 }, (_, index) => ({ name: `fact.${index}`, summary: '', state: 'unreadable', problem: `no ${index}` }) as const);
    const text = renderTerminal({ ...goResult, coverage: { facts, limits: [] } });
    expect(text).toContain('COVERAGE  9 facts: 9 unreadable\n  fact.0\n      reason     no 0\n');
    expect(text).toContain('      reason     no 4\n  … and 4 more; the JSON report lists them.\n');
    expect(renderTerminal({ ...goResult, coverage: { facts: [], limits: [] } })).not.toContain('COVERAGE');
  });

  test('wide characters count as the columns they take', () => {
    const subject = Array.from({ length: 30 }, () => '日本').join(' ');
    const lines = renderTerminal({ ...sampleResult, findings: [{ ...sampleResult.findings[0]!, subject }] }, { width: 60 }).split('\n');
    const wide = lines.filter((line) => line.includes('日本'));
    expect(wide.length).toBeGreaterThan(2);
    for (const line of wide) expect(textWidth(line)).toBeLessThanOrEqual(60);
    expect(Math.max(...wide.map(textWidth))).toBeGreaterThan(55);
  });

  test.each<[string, Partial<ScanResult['gate']>, string]>([
    ['an open gate', { verdict: 'passed', failOn: 'none', exitCode: 0 }, 'The gate is open (--fail-on none); 5 rules failed.'],
    ['failures below the threshold', { verdict: 'passed', failOn: 'critical', exitCode: 0 }, 'below that, 5 failed and 2 are unknown'],
    [
      'waived failures',
      { verdict: 'passed', exitCode: 0, waived: ['baseline:kernel/pointers'] },
      'No rule of severity high or above failed or is unknown, but for what is waived; below that, 4\n  failed and 2 are unknown.\n  1 rule of severity high or above failed and is waived: baseline:kernel/pointers\n',
    ],
    ['an image that could not be judged', { verdict: 'inconclusive', exitCode: 3 }, 'The image could not be judged.'],
  ])('the decision explains %s', (_name, gate, expected) => {
    expect(renderTerminal({ ...sampleResult, gate: { ...sampleResult.gate, failing: [], unknown: [], waived: [], ...gate } })).toContain(expected);
  });
});

test.each([
  [0, '0 bytes'],
  [1023, '1023 bytes'],
  [1024, '1.0 KiB'],
  [2_147_483_648, '2.0 GiB'],
  [5_000_000_000_000_000, '4547.5 TiB'],
])('%i bytes are %s', (bytes, expected) => {
  expect(formatSize(bytes)).toBe(expected);
});
