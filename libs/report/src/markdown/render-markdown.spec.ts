import type { ScanResult } from '@staticfire/findings';
import fc from 'fast-check';
import { marked } from 'marked';
import { describe, expect, test } from 'vitest';
import { manyFindings } from '../many-findings.ts';
import { goResult, inconclusiveResult, sampleResult } from '../sample-result.ts';
import { code, packProse, prose } from './markdown-text.ts';
import { MAX_SUMMARY } from './max-summary.ts';
import { renderMarkdown } from './render-markdown.ts';

const ALLOWED = ['h2', 'h3', 'p', 'ul', 'li', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'code', 'strong', 'details', 'summary'];

const render = (result: ScanResult, maxBytes?: number) => [...renderMarkdown(result, maxBytes === undefined ? {} : { maxBytes })].join('');
const toHtml = (text: string) => marked.parse(text, { gfm: true, async: false });
/** Names of elements in order; `marked` escapes text, so each `<` begins a tag. */
const elements = (html: string) => [...html.matchAll(/<([a-z]+\d?)[^>]*>/gi)].map(([, name]) => name!.toLowerCase());

describe('markdown report', () => {
  test.each([
    ['no-go', sampleResult],
    ['go', goResult],
    ['inconclusive', inconclusiveResult],
  ])('%s is the golden file', async (name, result) => {
    await expect(render(result)).toMatchFileSnapshot(`golden/${name}.md`);
  });

  test('rendered it holds no element but our own, and no link', () => {
    const html = toHtml(render(sampleResult));
    expect([...new Set(elements(html))].filter((name) => !ALLOWED.includes(name))).toEqual([]);
    expect(html.match(/<(?!\/?(?:[a-z]+\d?)>|t[hd] |\/)/gi)).toBeNull();
  });

  test('the verdict is first, then why, then what failed with the most severe first', () => {
    const text = render(sampleResult);
    expect(text).toMatch(/^## staticfire: NO-GO\n\nGate failed \(`--fail-on high`\), exit code 1\.\n\n- 2 rules failed: /);
    expect([...text.matchAll(/^\| (critical|high|medium|low|info) \| `baseline:(?!disk|files\/no)/gm)].map(([, severity]) => severity)).toEqual([
      'critical',
      'high',
      'medium',
      'info',
    ]);
  });

  test('counts findings as every report does', () => {
    expect(render(sampleResult)).toContain(
      '|  | fail | waived | unknown | pass | not applicable |\n| --- | --- | --- | --- | --- | --- |\n| 13 findings | 7 | 1 | 2 | 2 | 1 |\n',
    );
  });

  test('a waived finding is told with owner and end, and stands in no list of failures', () => {
    const text = render(sampleResult);
    expect(text).toMatch(/^\| `baseline:kernel\/pointers` \| every \| 1 \| Ada, platform team \| `2027-03-31` \| valid \| /m);
    expect(text).toMatch(/\| expired: counts as none \| Until the tool is rewritten \|$/m);
    expect(text).not.toMatch(/^\| high \| `baseline:kernel\/pointers`/m);
  });
});

describe('the limit of a job summary', () => {
  const large = manyFindings(50_000);
  const repeated: ScanResult = { ...sampleResult, findings: Array.from({ length: 4000 }, () => sampleResult.findings).flat() };

  test.each([
    ['of thousands of rules', large],
    ['of a few rules', repeated],
  ])('thousands of findings %s stay below it, with verdict, controls and image', (_name, result) => {
    const text = render(result);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MAX_SUMMARY);
    expect(text).toMatch(/^\| A framework \| /m);
    expect(text).toMatch(/^\| file \| `images\/lab-k8s.img` /m);
    expect(text).toMatch(/^\d+ \w+ left out, because/m);
    expect(text.endsWith('</details>\n')).toBe(true);
  });

  test('what is left out is the least severe, and is counted', () => {
    const text = render(repeated);
    const [, left] = /^(\d+) findings left out, because/m.exec(text)!;
    const told = text.slice(text.indexOf('What failed or')).match(/^- /gm)!.length;
    const [, failed, unknown] = /^\| 52000 findings \| (\d+) \| \d+ \| (\d+)/m.exec(text)!;
    expect(told + Number(left)).toBe(Number(failed) + Number(unknown));
    expect(text).toContain('\n- critical ');
    expect(text).not.toContain('\n- info ');
  });

  test.each([8_192, 16_384, 100_000])('of %i bytes is kept, and the verdict stays', (maxBytes) => {
    const text = render(large, maxBytes);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxBytes);
    expect(text).toContain('## staticfire: NO-GO');
    expect(elements(toHtml(text)).filter((name) => !ALLOWED.includes(name))).toEqual([]);
  });
});

describe('text of an image', () => {
  test.each([
    ['code ends', 'a`b``c', '`a\\x60b\\x60\\x60c`'],
    ['cells end', 'a|b\\|c', '`a\\x7cb\\\\x7cc`'],
    ['lines end', 'a\nb\r\n\n# c', '`a\\x0ab\\x0d\\x0a\\x0a# c`'],
    ['reorders', '\u202egpj', '`\\u{202e}gpj`'],
    ['nothing is', '', '`(empty)`'],
    ['blank is', '  ', '`(empty)`'],
  ])('where %s, it stays in its code span', (_name, text, expected) => {
    expect(code(text)).toBe(expected);
  });

  test.each([
    ['Kernel lockdown is unset', 'Kernel lockdown is unset'],
    ['kernel.kptr_restrict is 0', '`kernel.kptr_restrict` is 0'],
    ['/usr/bin/a b is setuid, and not listed.', '`/usr/bin/a` b is setuid, and not listed.'],
    ['ask @ada about #12 and GH-12', 'ask `@ada` about `#12` and `GH-12`'],
    ['at www.example.com or a@b.example', 'at `www.example.com` or `a@b.example`'],
    ['since deadbeef', 'since `deadbeef`'],
    ['1. one', '`1`. one'],
    ['<b>x</b> &amp; *y* ~z~ :smile: ![i](u)', '`<b>x</b> &amp; *y* ~z~ :smile: ![i](u)`'],
  ])('%j as prose', (text, expected) => {
    expect(prose(text)).toBe(expected);
  });

  test('line breaks of a pack are layout', () => {
    expect(packProse('One line\nand another.\n')).toBe('One line and another.');
  });

  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc
      .array(
        fc.constantFrom(
          ...['`', '``', '|', '\\', '\n', '<', '>', '&', '[x](http://y)', '</details>', '<script>', '@ada', '#1', 'www.x.y', 'http://x.y', 'a@b.cd'],
        ),
        { maxLength: 12 },
      )
      .map((parts) => parts.join('')),
    fc
      .array(fc.constantFrom(...['*', '_', '~~', '!', '&lt;', '-', '1.', '#', ' ', '\t', ':a:', '\u2028', '=', '$', '^', 'a']), { maxLength: 12 })
      .map((parts) => parts.join('')),
  );

  test('adds no element and no row, whatever it is', () => {
    const plain = elements(toHtml(render(sampleResult)));
    const counted = (names: readonly string[]) =>
      ALLOWED.filter((name) => name !== 'code' && name !== 'strong').map((name) => names.filter((each) => each === name).length);
    fc.assert(
      fc.property(hostile, (text) => {
        const findings = sampleResult.findings.map((finding) => ({ ...finding, title: text, subject: text, reason: text }));
        const waivers = sampleResult.waivers.map((waiver) => ({ ...waiver, reason: text, owner: text, subject: text }));
        const names = elements(toHtml(render({ ...sampleResult, findings, waivers, input: { ...sampleResult.input, path: text } })));
        expect(names.filter((name) => !ALLOWED.includes(name))).toEqual([]);
        expect(counted(names)).toEqual(counted(plain));
      }),
      { numRuns: 300 },
    );
  });
});
