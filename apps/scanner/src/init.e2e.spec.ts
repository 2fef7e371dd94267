import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runStaticfire } from '@staticfire/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A commented line that is YAML and no sentence: a key of one word, or an item. */
const COMMENTED = /^# ( *(?:[^\s:]+(?::[^\s:]+)*:(?: .*)?|- .*))$/;

describe('the file that staticfire init writes, with every example taken', () => {
  const folder = mkdtempSync(join(tmpdir(), 'staticfire-init-'));
  const run = (...args: readonly string[]) => runStaticfire(args, { cwd: folder });
  const file = join(folder, 'staticfire.yaml');
  beforeAll(async () => {
    expect((await run('init')).exitCode).toBe(0);
    expect((await run('pack', 'new', 'policies/ours')).exitCode).toBe(0);
    writeFileSync(join(folder, 'attestations.yaml'), 'attestations: []\n');
    const lines = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, lines.flatMap((line) => COMMENTED.exec(line)?.[1] ?? []).join('\n'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('has an example of everything that can be said', () => {
    const keys = readFileSync(file, 'utf8').match(/^[a-zA-Z]+(?=:)/gm);
    expect(keys).toEqual(['packs', 'profile', 'failOn', 'attestations', 'rules', 'controls', 'parameters', 'waivers']);
  });

  it('loads', async () => {
    const { exitCode, stderr, stdout } = await run('explain', 'release/known-variant');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('ours:release/known-variant');
  });
});
