import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkCases } from '@staticfire/evaluate';
import { loadPacks } from '@staticfire/evaluate/packs';
import { factCatalogue } from '@staticfire/scan/judge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPolicyFiles, renderParsed } from './policy-files.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const RULE = 'policies/baseline/rules/files/no-shell.yaml';

describe('policy files that a build has parsed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'staticfire-policies-'));
  beforeAll(() => {
    cpSync(join(ROOT, 'policies'), join(folder, 'policies'), { recursive: true });
    writeFileSync(join(folder, 'policies.json'), renderParsed(folder));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const rulesOf = (files: ReturnType<typeof readPolicyFiles>) => JSON.stringify(loadPacks(files, factCatalogue).map(({ id, rules }) => [id, rules]));

  it('give the same rules as their texts', () => {
    const parsed = readPolicyFiles(folder);
    expect(parsed.every(({ value }) => value !== undefined)).toBe(true);
    expect(rulesOf(parsed)).toBe(rulesOf(readPolicyFiles(ROOT)));
  });

  it('say what they read, and judge their cases, as their texts do', () => {
    const loaded = (files: ReturnType<typeof readPolicyFiles>) =>
      loadPacks(files, factCatalogue).map((pack) => [
        pack.rules.map(({ id, assert, forEach }) => [id, assert?.paths, forEach?.items.paths]),
        checkCases(pack).map(({ evaluation }) => evaluation),
      ]);
    expect(loaded(readPolicyFiles(folder))).toEqual(loaded(readPolicyFiles(ROOT)));
  });

  it('are parsed again once their text is another', () => {
    const path = join(folder, RULE);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('severity: ', 'severity: no'));
    const edited = readPolicyFiles(folder);
    expect(edited.filter(({ value }) => value === undefined).map((file) => file.path)).toEqual([RULE]);
    expect(() => loadPacks(edited, factCatalogue)).toThrow(/no-shell\.yaml:[0-9]+:[0-9]+/);
    writeFileSync(path, text);
  });

  it('still tell where a problem stands', () => {
    const files = readPolicyFiles(folder).map(({ checked, ...file }) =>
      file.path === RULE ? { ...file, value: { ...(file.value as object), severity: 'worst' } } : { ...file, ...(checked === undefined ? {} : { checked }) },
    );
    const line =
      readFileSync(join(folder, RULE), 'utf8')
        .split('\n')
        .findIndex((each) => each.startsWith('severity:')) + 1;
    expect(() => loadPacks(files, factCatalogue)).toThrow(`no-shell.yaml:${line}:`);
  });

  it('that end otherwise are not left out unnoticed', () => {
    const [path, other] = [join(folder, RULE), join(folder, RULE.replace('.yaml', '.yml'))];
    renameSync(path, other);
    expect(() => loadPacks(readPolicyFiles(folder), factCatalogue)).toThrow(
      `${RULE.replace('.yaml', '.yml')}:1:1: files of packs end in .yaml: name it no-shell.yaml`,
    );
    renameSync(other, path);
  });

  it('are of packs that load: others cannot be built', () => {
    const path = join(folder, RULE);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('severity: ', 'severity: no'));
    expect(() => renderParsed(folder)).toThrow(/no-shell\.yaml:[0-9]+:[0-9]+/);
    writeFileSync(path, text);
  });
});
