import { describe, test } from 'vitest';
import { missingPackages } from './tool-path.ts';

/**
 * A suite that compares us with other tools. `tools` maps each command it runs to the Debian package that brings it.
 * When one is missing the suite is listed as skipped with the packages to install; with `CI=true` it fails instead.
 */
export function describeOracle(name: string, tools: Readonly<Record<string, string>>, body: () => void): void {
  const missing = missingPackages(tools);
  if (missing.length === 0) describe(name, body);
  else if (process.env['CI'] === 'true') describe(name, () => failFor(missing));
  else describe.skip(`${name} (install: ${missing.join(' ')})`, body);
}

function failFor(missing: readonly string[]): void {
  test('its tools are installed', () => {
    throw new Error(`install the Debian packages ${missing.join(' ')} (npm run oracles)`);
  });
}
