import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CAMPAIGN_FILE, fuzzedDecoders } from '@staticfire/testkit/fuzz';
import { describe, expect, it } from 'vitest';
import { isEnough } from './campaign-row.ts';
import { CAMPAIGN_PAGE, readCampaign, withRow } from './campaign-table.ts';
import { renderCampaign } from './render-campaign.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const find = (pattern: string) => globSync(pattern, { cwd: ROOT, exclude: (path) => path.includes('node_modules') }).sort();
/** Folders of `libs/read` that hold no decoder. */
const NO_DECODERS = ['fixtures', 'node'];
/** Ports, and what they are made of: no byte of an image decides what they do. */
const NO_CODECS = ['bounded-output', 'inflate-error', 'inflate-options', 'inflated-cache', 'move-inflated', 'inflate-block', 'detect-compression', 'index'];
const fuzzed = fuzzedDecoders.flatMap(({ sources }) => sources);

describe('what is fuzzed', () => {
  it('every fuzz suite is of decoders in the table, and holds them', () => {
    expect([...new Set(fuzzedDecoders.map(({ suite }) => suite))].sort()).toEqual(find('{libs,apps}/**/*.fuzz.spec.ts'));
    for (const { name, suite } of fuzzedDecoders) expect(readFileSync(join(ROOT, suite), 'utf8'), suite).toContain(`'${name}'`);
  });

  it('every name is there once, and every source exists', () => {
    expect(new Set(fuzzedDecoders.map(({ name }) => name)).size).toBe(fuzzedDecoders.length);
    for (const source of fuzzed) expect(existsSync(join(ROOT, source)), source).toBe(true);
  });

  it.each(['libs/read/src/formats/*', 'libs/read/src/block-source/{compressed,ova,url}', 'libs/read/src/block-source/virtual/*', 'libs/guestfs/src/tar'])(
    'every decoder of %s is among the sources of a row',
    (pattern) => {
      const folders = find(pattern).filter((path) => statSync(join(ROOT, path)).isDirectory() && !NO_DECODERS.includes(basename(path)));
      expect(folders.length).toBeGreaterThan(0);
      expect(folders.filter((folder) => !fuzzed.some((source) => source === folder || dirname(source) === folder))).toEqual([]);
    },
  );

  it('every codec is among the sources of a row', () => {
    const files = find('libs/read/src/compression/*.ts').filter((file) => !file.endsWith('.spec.ts') && !NO_CODECS.includes(basename(file, '.ts')));
    expect(files.filter((file) => !fuzzed.includes(file))).toEqual([]);
  });
});

describe('the committed campaign', () => {
  const rows = readCampaign();

  it('every row is of a decoder that is fuzzed, and sums its targets', () => {
    for (const { decoder, seeds, targets, executions } of rows) {
      expect(fuzzedDecoders.map(({ name }) => name)).toContain(decoder);
      expect(seeds.length, decoder).toBeGreaterThan(0);
      expect(
        targets.reduce((sum, target) => sum + target.executions, 0),
        decoder,
      ).toBe(executions);
    }
  });

  it.each(fuzzedDecoders.map(({ name }) => name))('%s has a million executions or twenty minutes behind it, and nothing open', (name) => {
    const row = rows.find(({ decoder }) => decoder === name);
    expect(row === undefined ? 'no row' : isEnough(row)).toBe(true);
    expect(row!.open).toEqual([]);
    expect(row!.coverage.lines.covered).toBeGreaterThan(0);
  });

  it('is what its page says, and what the runner writes', () => {
    expect(readFileSync(CAMPAIGN_PAGE, 'utf8')).toBe(renderCampaign(rows));
    expect(readFileSync(CAMPAIGN_FILE, 'utf8')).toBe(`${JSON.stringify(rows, undefined, 2)}\n`);
    expect(rows.reduce(withRow, [])).toEqual(rows);
  });
});
