import type { ScanResult } from '@staticfire/findings';
import { describe, expect, test } from 'vitest';
import { goResult, inconclusiveResult, sampleResult } from '../sample-result.ts';
import { tallyFindings } from '../tally.ts';
import { renderJunit } from './render-junit.ts';
import { xmlText } from './xml-text.ts';

const render = (result: ScanResult) => [...renderJunit(result)].join('');
const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;

describe('junit report', () => {
  test.each([
    ['no-go', sampleResult],
    ['go', goResult],
    ['inconclusive', inconclusiveResult],
  ])('%s is the golden file', async (name, result) => {
    await expect(render(result)).toMatchFileSnapshot(`golden/${name}.xml`);
  });

  test.each([
    ['no-go', sampleResult],
    ['go', goResult],
    ['inconclusive', inconclusiveResult],
  ])('%s has as many cases of each kind as the tally counts, in elements and in attributes', (_name, result) => {
    const text = render(result);
    const tally = tallyFindings(result);
    const skipped = tally.waived + tally['not-applicable'];
    expect(count(text, /<testcase /g)).toBe(result.findings.length);
    expect([count(text, /<failure /g), count(text, /<error /g), count(text, /<skipped /g)]).toEqual([tally.fail, tally.unknown, skipped]);
    expect(text).toContain(`<testsuites name="staticfire" tests="${result.findings.length}" failures="${tally.fail}" errors="${tally.unknown}">`);
    expect(text).toContain(
      `<testsuite name="baseline" tests="${result.findings.length}" failures="${tally.fail}" errors="${tally.unknown}" skipped="${skipped}"`,
    );
  });

  test('Jenkins groups cases by pack, area and rule', () => {
    expect(render(sampleResult)).toContain('<testcase classname="baseline.kernel.pointers" name="kernel.kptr_restrict">');
  });

  test('a waived failure is skipped and says by whom and until when; one with an expired waiver fails', () => {
    const text = render(sampleResult);
    expect(text).toContain(
      '<skipped type="waived" message="waived by Ada, platform team until 2027-03-31: Profilers of the &lt;b&gt;lab&lt;/b&gt; need them\\u{2066}',
    );
    expect(text).toMatch(/name="\/usr\/libexec\/a{300}">\n {6}<failure type="medium"/);
  });

  test('the day is told when the result has one, and no other time', () => {
    expect(render(sampleResult)).toContain(' timestamp="2026-11-25T00:00:00"');
    expect(render(goResult)).not.toMatch(/time/);
  });

  test('controls are properties, never cases', () => {
    const text = render(sampleResult);
    expect(text).toContain('<property name="controls.framework.runtime-only" value="1"/>');
    expect(text).not.toContain('<testsuite name="framework"');
  });

  test('a result without findings has a suite without cases', () => {
    expect(render({ ...goResult, findings: [], packs: [] })).toContain('<testsuite name="staticfire" tests="0" failures="0" errors="0" skipped="0">');
  });
});

test.each([
  ['markup', `<a href="x" title='y'>&amp;]]>`, '&lt;a href=&quot;x&quot; title=&apos;y&apos;&gt;&amp;amp;]]&gt;'],
  ['controls', 'a\x00\x1b\t\r\n\x7f\x85', 'a\\x00\\x1b\\x09\\x0d\\x0a\\x7f\\x85'],
  ['what XML forbids', '\ufffe\uffff\ud800', '\\u{fffe}\\u{ffff}\\u{d800}'],
  ['what reorders', '\u202e\u2066\u2028', '\\u{202e}\\u{2066}\\u{2028}'],
  ['letters', 'Käse 🧀', 'Käse 🧀'],
])('%s in XML text', (_name, text, expected) => {
  expect(xmlText(text)).toBe(expected);
});
