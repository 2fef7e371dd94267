import { spawnSync } from 'node:child_process';
import { decodeFileName } from '@staticfire/read/bytes';
import { describeOracle, toolPath, toolsFor } from '@staticfire/testkit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { escapeUnitPath, escapeUnitText, unescapeUnitPath, unescapeUnitText, unitForPath } from './unit-path.ts';

const SEED = 20261125;

describeOracle('names of units for paths, against systemd-escape', toolsFor('systemd-escape'), () => {
  /** One answer for each text; undefined where systemd-escape refuses it. */
  const ask = (texts: readonly string[], ...options: string[]): (string | undefined)[] =>
    texts.map((text) => {
      const { status, stdout } = spawnSync(toolPath('systemd-escape')!, [...options, '--', text], { timeout: 10_000 });
      return status === 0 ? decodeFileName(stdout.subarray(0, -1)) : undefined;
    });

  const text = (...parts: string[]) => fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 6 }).map((words) => words.join(''));
  const paths = fc.sample(text('/', '//', 'a', 'usr', '.', '..', '-', '\\', 'é', ' ', '@', ':', '_', '.a', '\\x2d'), { seed: SEED, numRuns: 60 });
  const long = ['x'.repeat(255), 'x'.repeat(256), `${'é'.repeat(127)}x`, 'é'.repeat(128), 'a/'.repeat(2047), 'a/'.repeat(2048), 'é/'.repeat(1365)].map(
    (path) => `/${path}`,
  );
  const escaped = fc.sample(text('-', 'a', '\\x2d', '\\x2e', '\\xc3\\xa9', '\\x', '\\x4', '\\y', '.', '..', 'b'), { seed: SEED, numRuns: 60 });

  it('any text', () => expect(paths.map(escapeUnitText)).toEqual(ask(paths)));
  it('any path', () => expect(paths.map(escapeUnitPath)).toEqual(ask(paths, '--path')));
  it('parts and paths that are too long', () => expect(long.map(escapeUnitPath)).toEqual(ask(long, '--path')));
  it('the same back', () => {
    const names = long.map((path) => escapeUnitText(path.slice(1)));
    expect(names.map(unescapeUnitPath)).toEqual(ask(names, '--unescape', '--path'));
  });
  it('the unit of any path', () => expect(paths.map((path) => unitForPath(path, 'mount'))).toEqual(ask(paths, '--path', '--suffix=mount')));
  it('back to text', () => expect(escaped.map(unescapeUnitText)).toEqual(ask(escaped, '--unescape')));
  it('back to paths', () => expect(escaped.map(unescapeUnitPath)).toEqual(ask(escaped, '--unescape', '--path')));
});
