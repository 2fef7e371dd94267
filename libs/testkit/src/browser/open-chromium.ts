import { type Browser, chromium } from 'playwright-core';
import { toolPath } from '../tool-path.ts';

const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--no-first-run', '--disable-sync'];
const START_MS = 30_000;

/** Debian's Chromium, headless, that asks nothing of the network by itself. Throws when it is not installed or does not start in time. */
export async function openChromium(): Promise<Browser> {
  const executablePath = toolPath('chromium');
  if (executablePath === undefined) throw new Error('chromium is not installed (npm run oracles)');
  return chromium.launch({ executablePath, args: ARGS, headless: true, timeout: START_MS });
}
