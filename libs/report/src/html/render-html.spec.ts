import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import type { ScanResult } from '@staticfire/findings';
import { type CheerioAPI, load } from 'cheerio';
import { describe, expect, test } from 'vitest';
import { manyFindings } from '../many-findings.ts';
import { goResult, inconclusiveResult, sampleResult } from '../sample-result.ts';
import { tallyFindings } from '../tally.ts';
import { renderHtml } from './render-html.ts';

const render = (result: ScanResult) => [...renderHtml(result)].join('');
const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;

const results: readonly (readonly [name: string, result: ScanResult])[] = [
  ['no-go', sampleResult],
  ['go', goResult],
  ['inconclusive', inconclusiveResult],
  ['large', manyFindings(1000)],
  ['cut', manyFindings(6000, 9)],
];
const pages = results.map(([name, result]) => {
  const text = render(result);
  return { name, result, text, $: load(text) };
});

/** The findings of the page by state. */
function statesOf($: CheerioAPI): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const element of $('details.finding')) counts[$(element).attr('data-state') ?? ''] = (counts[$(element).attr('data-state') ?? ''] ?? 0) + 1;
  return counts;
}

describe.each(pages.filter(({ name }) => name !== 'cut'))('the whole $name page', ({ result, $ }) => {
  test('has every finding once, and as many of each state as the other reports tell', () => {
    const tally = Object.fromEntries(Object.entries(tallyFindings(result)).filter(([, count]) => count > 0));
    expect(statesOf($)).toEqual(tally);
    const shown = $('details.finding .facts .digest')
      .map((_, element) => $(element).text())
      .get();
    expect(shown.toSorted()).toEqual(result.findings.map(({ fingerprint }) => fingerprint).toSorted());
  });
});

describe.each(pages)('the $name page', ({ result, text, $ }) => {
  test('is the same bytes each time', () => {
    expect(render(result)).toBe(text);
  });

  test('gives the tally of all findings, also of those that it does not show', () => {
    const { fail, unknown, waived, pass, 'not-applicable': ruledOut } = tallyFindings(result);
    const legend = $('#summary .stack')
      .eq(1)
      .find('.legend b')
      .map((_, element) => Number($(element).text().replaceAll(',', '')))
      .get();
    expect(legend).toEqual([fail, unknown, waived, ruledOut, pass]);
  });

  test('gives the counts by rule', () => {
    const legend = $('#summary .stack')
      .eq(0)
      .find('.legend b')
      .map((_, element) => Number($(element).text()))
      .get();
    const { fail, unknown, pass, 'not-applicable': ruledOut } = result.counts;
    expect(legend).toEqual([fail, unknown, ruledOut, pass]);
  });

  test('has unique ids, and every link leads to one of them', () => {
    const ids = $('[id]')
      .map((_, element) => $(element).attr('id'))
      .get();
    expect(new Set(ids).size).toBe(ids.length);
    const targets = $('a')
      .map((_, element) => $(element).attr('href'))
      .get();
    expect(targets.filter((target) => !target.startsWith('#'))).toEqual([]);
    expect([...new Set(targets)].filter((target) => !ids.includes(target.slice(1)))).toEqual([]);
    const labels = $('[aria-labelledby]')
      .map((_, element) => $(element).attr('aria-labelledby'))
      .get();
    expect(labels.filter((label) => !ids.includes(label))).toEqual([]);
  });

  test('loads nothing and runs nothing but its one script', () => {
    expect($('[src], [srcset], [data], [action], [formaction], [poster], [background], link, iframe, object, embed, img, base').length).toBe(0);
    expect($('script').length).toBe(1);
    expect($('style').length).toBe(1);
    const attributes = $('*')
      .toArray()
      .flatMap((element) => ('attribs' in element ? Object.keys(element.attribs) : []));
    expect(attributes.filter((attribute) => attribute.startsWith('on') || attribute === 'style')).toEqual([]);
    expect($('style').text()).not.toMatch(/@import|url\((?!["']?data:|#)/);
  });

  test('states its policy first, with the digests of the style and the script that it holds', () => {
    const first = $('head').children().first();
    expect(first.attr('http-equiv')).toBe('Content-Security-Policy');
    expect(first.attr('content')).toBe(
      `default-src 'none'; style-src ${hashOf($('style').text())}; script-src ${hashOf($('script').text())}; img-src data:; base-uri 'none'; form-action 'none'`,
    );
  });

  test('has one h1, no heading that skips a level, and landmarks', () => {
    const levels = $('h1, h2, h3, h4, h5, h6')
      .map((_, element) => Number(element.tagName.slice(1)))
      .get();
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
    expect($('html').attr('lang')).toBe('en');
    expect(['header', 'nav', 'main', 'footer'].map((landmark) => $(`body > ${landmark}, body > .page > ${landmark}`).length)).toEqual([1, 1, 1, 1]);
  });

  test('has a caption and scopes in every table, and words in every drawing', () => {
    for (const table of $('table')) expect($(table).children('caption').text()).not.toBe('');
    expect($('th:not([scope])').length).toBe(0);
    for (const drawing of $('svg[role=img]'))
      expect(
        $(drawing)
          .children('title, desc')
          .map((_, element) => $(element).text() !== '')
          .get(),
      ).toEqual([true, true]);
  });

  test('has its sections side by side, in the order of the contents', () => {
    expect(
      $('main > section')
        .map((_, element) => $(element).attr('id'))
        .get(),
    ).toEqual(
      $('.toc a')
        .map((_, element) => $(element).attr('href')?.slice(1))
        .get(),
    );
  });

  test('holds nothing that hides, reorders or acts', () => {
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  });
});

test('the page is the golden file', async () => {
  await expect(pages[0]!.text).toMatchFileSnapshot('golden/sample.html');
});

test('hostile strings are text', () => {
  const hostile = '</script></style><img src=x onerror=alert(1)>"\'`<!--\u202e\u0000\ud800\n& <svg/onload=alert(2)>';
  const poisoned = poison(sampleResult, hostile);
  const $ = load(render(poisoned));
  const clean = load(render(sampleResult));
  expect($('script').text()).toBe(clean('script').text());
  expect($('img, svg[onload], [onerror], [onload]').length).toBe(0);
  const tags = (page: CheerioAPI) =>
    new Set(
      page('*')
        .toArray()
        .map((element) => ('tagName' in element ? element.tagName : '')),
    );
  expect(tags($).difference(tags(clean))).toEqual(new Set());
  expect($('#identity').text()).toContain('onerror=alert(1)');
});

/** Every text of the result that is no key of ours, with something hostile behind it. */
function poison(result: ScanResult, text: string): ScanResult {
  const ours = new Set([
    'verdict',
    'imageVerdict',
    'decided',
    'severity',
    'packSeverity',
    'state',
    'status',
    'evidenceStatus',
    'imageStatus',
    'mode',
    'kind',
    'ruleId',
    'ruleIds',
    'failing',
    'unknown',
    'waived',
    'failOn',
    'container',
    'bank',
    'packId',
  ]);
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return ours.has(key) || key === 'id' ? value : `${value}${text}`;
    if (Array.isArray(value)) return value.map((item) => walk(item, key));
    if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, walk(member, name)]));
    return value;
  };
  return walk(result, '') as ScanResult;
}

test('a file name of 4,096 bytes is shown whole in its finding, and its beginning in the list', () => {
  const path = `/usr/${'n'.repeat(4091)}`;
  const first = sampleResult.findings[6]!;
  const $ = load(render({ ...sampleResult, findings: [{ ...first, title: `${path} is setuid`, subject: path }] }));
  expect($('details.finding .facts code').first().text()).toBe(path);
  expect($('details.finding > summary').text().length).toBeLessThan(400);
});

describe('what a page does not show', () => {
  const { $, result } = pages.find(({ name }) => name === 'cut')!;

  test('is told, in all and by each rule', () => {
    const shown = $('details.finding').length;
    expect(shown).toBeLessThan(result.findings.length);
    expect($('#findings > .notice.cut').text()).toContain(`${shown} of 6000 findings are shown`);
    const hidden = $('details.rule > .notice.cut')
      .map((_, element) => Number.parseInt($(element).text(), 10))
      .get();
    expect(hidden.reduce((sum, count) => sum + count, 0)).toBe(6000 - shown);
  });

  test('is never a whole rule', () => {
    expect($('details.rule').length).toBe(result.rules.length);
    for (const rule of $('details.rule')) expect($(rule).find('details.finding').length).toBeGreaterThan(0);
  });
});

/** A fresh process: what the import of the reporter and of cheerio takes counts, too. Processor time, so that a busy machine changes little. */
function measure(count: number, rules?: number): { ms: number; bytes: number; rssMib: number } {
  const code = `
    const { manyFindings } = await import(${JSON.stringify(new URL('../many-findings.ts', import.meta.url).href)});
    const result = manyFindings(${count}, ${rules});
    const start = process.cpuUsage();
    const { renderHtml } = await import(${JSON.stringify(new URL('render-html.ts', import.meta.url).href)});
    let bytes = 0;
    for (const chunk of renderHtml(result)) bytes += Buffer.byteLength(chunk);
    const { user, system } = process.cpuUsage(start);
    console.log(JSON.stringify({ ms: (user + system) / 1000, bytes, rssMib: process.resourceUsage().maxRSS / 1024 }));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], { encoding: 'utf8', timeout: 60_000 });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

describe('bounds', () => {
  test('1,000 findings take at most 500 ms of processor time and 2 MB', { timeout: 120_000 }, () => {
    const runs = [1, 2, 3].map(() => measure(1000));
    expect(Math.min(...runs.map(({ ms }) => ms))).toBeLessThan(500);
    expect(runs[0]!.bytes).toBeLessThan(2_000_000);
  });

  test('50,000 findings take at most 300 MiB of memory, and no more page than 2,000 do', { timeout: 120_000 }, () => {
    const { rssMib, bytes } = measure(50_000, 200);
    expect(rssMib).toBeLessThan(300);
    expect(bytes).toBeLessThan(5_000_000);
  });
});
