// `node screenshots.ts REPORT.html FOLDER`: pictures of an HTML report, for people who read the repository.
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { openChromium } from './open-chromium.ts';

interface Shot {
  readonly file: string;
  readonly options: BrowserContextOptions;
  /** What stands at the top of the picture; absent: the head of the page. */
  readonly from?: string;
}

const shots: readonly Shot[] = [
  { file: 'html-desktop.png', options: { viewport: { width: 1280, height: 1000 }, colorScheme: 'light' } },
  { file: 'html-dark.png', options: { viewport: { width: 1280, height: 1000 }, colorScheme: 'dark' }, from: '#partitions' },
  { file: 'html-phone.png', options: { viewport: { width: 390, height: 844 }, colorScheme: 'light', deviceScaleFactor: 2, isMobile: true } },
];

async function shoot(browser: Browser, address: string, folder: string, { file, options, from }: Shot): Promise<void> {
  const context = await browser.newContext({ ...options, reducedMotion: 'reduce' });
  try {
    const page = await context.newPage();
    await page.goto(address);
    if (from !== undefined) await page.locator(from).evaluate((element) => element.scrollIntoView());
    await page.screenshot({ path: join(folder, file), animations: 'disabled' });
  } finally {
    await context.close();
  }
}

async function main([report, folder]: readonly string[]): Promise<number> {
  if (report === undefined || folder === undefined) {
    process.stderr.write('usage: node screenshots.ts REPORT.html FOLDER\n');
    return 2;
  }
  mkdirSync(folder, { recursive: true });
  const browser = await openChromium();
  try {
    for (const shot of shots) await shoot(browser, pathToFileURL(resolve(report)).href, folder, shot);
  } finally {
    await browser.close();
  }
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
