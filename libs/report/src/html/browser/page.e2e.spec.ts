import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describeOracle, openChromium, toolsFor } from '@staticfire/testkit';
import axe, { type AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { manyFindings } from '../../many-findings.ts';
import { goResult, inconclusiveResult, sampleResult } from '../../sample-result.ts';
import { renderHtml } from '../render-html.ts';

const ACTION_MS = 15_000;
const results = { sample: sampleResult, go: goResult, inconclusive: inconclusiveResult, large: manyFindings(1000) };
type Name = keyof typeof results;

describeOracle('the report in Chromium', toolsFor('chromium'), () => {
  const folder = mkdtempSync(join(tmpdir(), 'staticfire-html-'));
  const address = (name: Name) => pathToFileURL(join(folder, `${name}.html`)).href;
  let browser: Browser;

  beforeAll(async () => {
    for (const [name, result] of Object.entries(results)) writeFileSync(join(folder, `${name}.html`), [...renderHtml(result)].join(''));
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  /** Opens a page, and fails when it complains, or asks for anything but itself. */
  async function visit(name: Name, look: (page: Page) => Promise<void>, options: BrowserContextOptions = {}, fragment = ''): Promise<void> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(ACTION_MS);
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => requests.push(request.url()));
    try {
      await page.goto(address(name) + fragment);
      await look(page);
      expect(complaints).toEqual([]);
      expect([...new Set(requests.map((url) => url.split('#')[0]).filter((url) => !url?.startsWith('data:')))]).toEqual([address(name)]);
    } finally {
      await context.close();
    }
  }

  const status = (page: Page) => page.textContent('#matches');
  /** The filter waits for a pause in typing. */
  const statusBecomes = (page: Page, text: string) =>
    page.waitForFunction((wanted) => document.querySelector('#matches')?.textContent.startsWith(wanted), text);
  const shownRules = (page: Page) => page.$$eval('.list .rule:not([hidden])', (rules) => rules.map((rule) => rule.getAttribute('data-id')));

  describe('filter', () => {
    test('by state: the count, the lists and the address follow, and Reset brings all back', () =>
      visit('sample', async (page) => {
        expect(await status(page)).toBe('13 of 13 findings in 10 of 10 rules, 3 of them below under Passes');
        for (const state of ['unknown', 'waived', 'not-applicable', 'pass']) await page.uncheck(`input[value=${state}]`);
        await statusBecomes(page, '7 of 13 findings in 4 of 10 rules');
        expect(page.url()).toMatch(/#\/state=fail$/);
        expect(await page.locator('#passes .no-match').isVisible()).toBe(true);
        await page.click('button[type=reset]');
        await statusBecomes(page, '13 of 13');
        expect(page.url()).not.toContain('#');
      }));

    test('by severity and pack', () =>
      visit('sample', async (page) => {
        for (const severity of ['critical', 'medium', 'low', 'info']) await page.uncheck(`input[value=${severity}]`);
        await statusBecomes(page, '3 of 13 findings in 3 of 10 rules');
        await page.selectOption('select[name=pack]', 'framework');
        await statusBecomes(page, '0 of 13 findings in 0 of 10 rules');
      }));

    test('by a word of a file name, from the keyboard', () =>
      visit('sample', async (page) => {
        await page.keyboard.press('/');
        await page.keyboard.type('sysctl.d/80-release');
        await statusBecomes(page, '1 of 13 findings in 1 of 10 rules');
        expect(await shownRules(page)).toEqual(['baseline:kernel/pointers']);
        expect(await page.inputValue('#search')).toBe('sysctl.d/80-release');
      }));

    test('from the address', () =>
      visit(
        'sample',
        async (page) => {
          await statusBecomes(page, '4 of 13 findings in 1 of 10 rules');
          expect(await page.inputValue('#search')).toBe('setuid');
        },
        {},
        '#/q=setuid&state=fail',
      ));

    test('of 1,000 findings within a second', () =>
      visit('large', async (page) => {
        const start = Date.now();
        await page.fill('#search', 'program-777');
        await statusBecomes(page, '1 of 1000 findings');
        expect(Date.now() - start).toBeLessThan(1000);
      }));
  });

  describe('findings', () => {
    test('expand and collapse', () =>
      visit('sample', async (page) => {
        const excerpt = page.locator('.excerpt').first();
        expect(await excerpt.isVisible()).toBe(false);
        await page.click('[data-do=expand]');
        expect(await excerpt.isVisible()).toBe(true);
        expect(await excerpt.textContent()).toContain('</script><b>\\u{202e}\\x1b[2J');
        await page.click('[data-do=collapse]');
        expect(await page.locator('.list details[open]').count()).toBe(0);
      }));

    test('open from the keyboard', () =>
      visit('sample', async (page) => {
        await page.locator('.finding > summary').first().focus();
        await page.keyboard.press('Enter');
        expect(await page.locator('.finding .evidence').first().isVisible()).toBe(true);
      }));

    test.each([
      ['severity', ['critical', 'high', 'medium', 'info', 'medium', 'low', 'info']],
      ['area', ['baseline: boot', 'baseline: disk', 'baseline: files', 'baseline: kernel', 'baseline: release', 'baseline: verity']],
      ['control', ['framework 1.1', 'framework 1.2', 'no control']],
      ['pack', ['baseline', 'baseline']],
    ] as const)('in groups by %s', (group, wanted) =>
      visit('sample', async (page) => {
        await page.selectOption('select[name=group]', group);
        await page.waitForFunction((hash) => location.hash === hash, `#/group=${group}`);
        const headings = await page.$$eval('.group > h3', (all) => all.map((heading) => heading.firstChild?.textContent ?? ''));
        expect(headings.slice(0, wanted.length)).toEqual(wanted);
        expect(await page.locator('.list .rule').count()).toBe(10);
      }),
    );

    test('in groups by state again as they were at first', () =>
      visit('sample', async (page) => {
        const before = await page.innerText('#findings');
        await page.selectOption('select[name=group]', 'control');
        await statusBecomes(page, '13 of 13');
        await page.selectOption('select[name=group]', 'state');
        await page.waitForFunction(() => location.hash === '');
        expect(await page.innerText('#findings')).toBe(before);
      }));

    test('by number of findings', () =>
      visit('sample', async (page) => {
        await page.selectOption('select[name=group]', 'pack');
        await page.selectOption('select[name=sort]', 'count');
        await page.waitForFunction(() => location.hash.includes('sort=count'));
        expect((await shownRules(page))[0]).toBe('baseline:files/setuid');
      }));

    test('are opened by a link to them, also when a filter hides them', () =>
      visit(
        'sample',
        async (page) => {
          await statusBecomes(page, '1 of 13');
          await page.evaluate(() => {
            location.hash = document.querySelector('#findings .finding')?.id ?? '';
          });
          await statusBecomes(page, '13 of 13');
          expect(await page.locator('#findings .finding').first().getAttribute('open')).toBe('');
        },
        {},
        '#/q=kptr',
      ));

    test('lead to the bytes that they were read from', () =>
      visit('sample', async (page) => {
        await page.click('[data-do=expand]');
        await page.locator('.bytes a').first().click();
        const id = new URL(page.url()).hash.slice(1);
        expect(id).toMatch(/^bytes-\d+$/);
        await page.locator(`#${id}`).waitFor({ state: 'visible' });
      }));
  });

  test('tables are sorted by their heads, numbers as numbers', () =>
    visit('sample', async (page) => {
      const column = () => page.$$eval('.controls tbody th', (all) => all.map((cell) => cell.textContent));
      const heads = page.locator('.controls thead button');
      await heads.nth(0).click();
      expect((await column()).slice(0, 4)).toEqual(['1.1', '1.2', '1.9', '1.10']);
      await heads.nth(0).click();
      expect((await column())[0]).toBe('2.6');
      expect(await page.locator('.controls thead th').first().getAttribute('aria-sort')).toBe('descending');
    }));

  test('the first stop of the keyboard skips to the report', () =>
    visit('sample', async (page) => {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the report');
      await page.keyboard.press('Enter');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    }));

  describe('without scripts', () => {
    test('all is there and opens, and no filter is offered', () =>
      visit(
        'sample',
        async (page) => {
          expect(await page.locator('#toolbar').isVisible()).toBe(false);
          expect(await page.locator('.finding').count()).toBe(13);
          await page.locator('.finding > summary').first().click();
          expect(await page.locator('.finding .evidence').first().isVisible()).toBe(true);
        },
        { javaScriptEnabled: false },
      ));
  });

  describe.each([true, false])('printed, with scripts: %s', (javaScriptEnabled) => {
    test('everything is open and nothing is there to click', () =>
      visit(
        'sample',
        async (page) => {
          await page.emulateMedia({ media: 'print' });
          const heights = await Promise.all(
            ['.excerpt', '#bytes tbody tr', '#coverage details table'].map(async (each) => (await page.locator(each).first().boundingBox())?.height),
          );
          expect(heights.every((height) => height !== undefined && height > 5)).toBe(true);
          expect(await page.locator('.toolbar, .toc, .skip').filter({ visible: true }).count()).toBe(0);
          const pdf = await page.pdf({ preferCSSPageSize: true });
          expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
          // Of A4 pages; the sample is about ten of them.
          expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThan(5);
        },
        { javaScriptEnabled, colorScheme: 'dark' },
      ));
  });

  test('axe sees a fault that is put in', () =>
    visit('sample', async (page) => {
      await page.evaluate(() => document.querySelector('#search')?.parentElement?.replaceWith(document.querySelector('#search') ?? ''));
      await page.evaluate(() => document.querySelector('#search')?.removeAttribute('placeholder'));
      expect((await violations(page)).map((violation) => violation.split(':')[0])).toEqual(['label']);
    }));

  describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
    test.each([360, 768, 1280, 1920])('%i px wide: nothing but boxes of their own scrolls sideways', (width) =>
      visit(
        'sample',
        async (page) => {
          await page.click('[data-do=expand]');
          const sizes = await page.evaluate(() => [document.documentElement.scrollWidth, document.body.scrollWidth]);
          expect(sizes).toEqual([width, width]);
        },
        { colorScheme, viewport: { width, height: 800 } },
      ),
    );

    test.each<[name: Name, width: number]>([
      ['sample', 1280],
      ['sample', 360],
      ['go', 1280],
      ['inconclusive', 1280],
    ])('axe finds nothing in %s, %i px wide, closed and open', (name, width) =>
      visit(
        name,
        async (page) => {
          expect(await violations(page)).toEqual([]);
          await page.click('[data-do=expand]');
          await page.$$eval('details', (all) => {
            for (const details of all) details.open = true;
          });
          expect(await violations(page)).toEqual([]);
        },
        { colorScheme, viewport: { width, height: 800 }, reducedMotion: 'reduce' },
      ),
    );
  });
});

/** What axe-core holds against WCAG 2.2 AA and good practice: rule and element. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found = (await page.evaluate(`axe.run(document, { resultTypes: ['violations'] })`)) as AxeResults;
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary}`));
}
