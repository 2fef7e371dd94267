import { chmodSync, linkSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseOutputs } from './output-files.ts';

const isRoot = process.getuid?.() === 0;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'staticfire-output-files-'));
  for (const name of ['real', 'image', 'staticfire.yaml']) writeFileSync(join(folder, name), '');
  for (const name of ['b', 'locked']) mkdirSync(join(folder, name));
  symlinkSync(join(folder, 'b'), join(folder, 'c'));
  symlinkSync(join(folder, 'real'), join(folder, 'link'));
  symlinkSync(join(folder, 'image'), join(folder, 'input'));
  linkSync(join(folder, 'image'), join(folder, 'hard'));
  chmodSync(join(folder, 'locked'), 0o555);
});
afterAll(() => {
  chmodSync(join(folder, 'locked'), 0o755);
  rmSync(folder, { recursive: true, force: true });
});

const parse = (...words: readonly string[]) => {
  const named = words.map((word) => word.replace(/=(?=[^/])/, `=${folder}/`));
  return parseOutputs(named, [join(folder, 'image'), undefined, join(folder, 'staticfire.yaml')]);
};

describe('--output is refused', () => {
  it.each<[string, readonly string[], RegExp]>([
    ['of an unknown format', ['jsno=a'], /^--output jsno=.*: expected FORMAT=FILE, there is no format jsno; did you mean json\? \(there are terminal, json,/],
    ['of a format like none', ['xlsx=a'], /there is no format xlsx \(there are terminal, json,/],
    ['of a format alone', ['json'], /expected FORMAT=FILE, as in --output json=FILE; --format json is for stdout/],
    ['of a file alone', ['report.json'], /expected FORMAT=FILE, there is no format report\.json/],
    ['without a file', ['json='], /^--output json=: expected a file after "="/],
    ['of a file twice', ['json=a', 'md=a'], /^--output names \S+\/a twice$/],
    ['of a file twice, spelt otherwise', ['json=a', 'md=./b/../a'], /\.\/b\/\.\.\/a twice: it is \S+\/a$/],
    ['of a file twice through a link', ['json=real', 'md=link'], /link twice: it is \S+\/real$/],
    ['of a file twice through a folder that is a link', ['json=b/x', 'md=c/x'], /c\/x twice: it is \S+\/b\/x$/],
    ['of a folder', ['json=b'], /b cannot be written: it is a directory/],
    ['in a folder that is not there', ['json=nosuch/a'], /there is no folder \S+\/nosuch$/],
    ['in a file', ['json=real/a'], /there is no folder \S+\/real$/],
    ['onto the image', ['json=image'], /image is an input; it is never written to/],
    ['onto the image through a link', ['json=input'], /never written to/],
    ['onto the image through a hard link', ['json=hard'], /never written to/],
    ['onto the configuration', ['json=staticfire.yaml'], /never written to/],
  ])('%s', async (_name, words, message) => {
    const before = readdirSync(folder);
    await expect(parse(...words)).rejects.toThrow(message);
    expect(readdirSync(folder)).toEqual(before);
  });

  it.skipIf(isRoot || process.platform === 'win32')('in a folder that cannot be written to', async () => {
    await expect(parse('json=locked/a')).rejects.toThrow(/locked\/a cannot be written: permission denied/);
  });
});

describe('--output is taken', () => {
  it('in the order given, with "=" in the name of a file', async () => {
    const outputs = await parse('json=a=b', 'terminal=link', 'md=b/new');
    expect(outputs.map(({ reporter, path }) => [reporter.name, path])).toEqual([
      ['json', join(folder, 'a=b')],
      ['terminal', join(folder, 'link')],
      ['md', join(folder, 'b/new')],
    ]);
  });

  it.skipIf(process.platform === 'win32')('for a device as often as it is named', async () => {
    expect(await parse('json=/dev/null', 'md=/dev/null')).toHaveLength(2);
  });
});
