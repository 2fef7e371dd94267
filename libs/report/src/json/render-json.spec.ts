import { readFileSync } from 'node:fs';
import { restoreResult, type ScanResult, saveResult } from '@staticfire/findings';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { manyFindings } from '../many-findings.ts';
import { goResult, inconclusiveResult, sampleResult } from '../sample-result.ts';
import { renderJsonText, renderJson as renderPieces } from './render-json.ts';

const renderJson = (result: ScanResult) => [...renderPieces(result)].join('');
const schema = JSON.parse(readFileSync(new URL('result.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ allErrors: true, strict: true }).compile(schema);

describe('json report', () => {
  test('is the golden file', async () => {
    await expect(renderJson(sampleResult)).toMatchFileSnapshot('golden/sample.json');
  });

  test.each([
    ['no-go', sampleResult],
    ['go', goResult],
    ['inconclusive', inconclusiveResult],
    ['empty', { ...goResult, findings: [], rules: [] }],
  ])('piece by piece is the text of the %s sample as a whole', (_name, result) => {
    expect(renderJson(result)).toBe(renderJsonText(saveResult(result)));
  });

  test('no piece is larger than one element of a list', () => {
    expect(Math.max(...[...renderPieces(manyFindings(2000))].map(({ length }) => length))).toBeLessThan(8192);
  });

  test('loses nothing', () => {
    expect(restoreResult(JSON.parse(renderJson(sampleResult)))).toEqual(sampleResult);
  });

  test('is the same when made again from the saved result', () => {
    const text = renderJson(sampleResult);
    expect(renderJson(restoreResult(JSON.parse(text)))).toBe(text);
  });

  test('has each list of sources once', () => {
    const { sources, findings } = saveResult(sampleResult);
    expect(new Set(sources.map((list) => JSON.stringify(list))).size).toBe(sources.length);
    expect(findings.flatMap(({ evidence }) => evidence.map((each) => sources[each.sources]))).toEqual(
      sampleResult.findings.flatMap(({ evidence }) => evidence.map((each) => each.sources)),
    );
  });

  test('that names a list which is not there is refused, with the place', () => {
    const saved = saveResult(sampleResult);
    expect(() => restoreResult({ ...saved, sources: [] })).toThrow(/^\/findings\/\d+\/evidence\/0\/sources is 0, and there are 0 lists$/);
  });

  test('holds nothing that a terminal acts on, and ends with one line feed', () => {
    const text = renderJson(sampleResult);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    expect(text).toMatch(/\}\n$/);
  });
});

describe('result schema', () => {
  const saved = saveResult(sampleResult);

  test.each([
    ['no-go', sampleResult],
    ['go', goResult],
    ['inconclusive', inconclusiveResult],
  ])('accepts the %s sample', (_name, result) => {
    validate(JSON.parse(renderJson(result)));
    expect(validate.errors).toBeNull();
  });

  test.each([
    ['an unknown member', { ...saved, extra: 1 }],
    ['another version', { ...saved, version: 2 }],
    ['a missing gate', { ...saved, gate: undefined }],
    ['a verdict that does not exist', { ...saved, findings: [{ ...saved.findings[0], verdict: 'error' }] }],
    ['a short digest', { ...saved, input: { ...saved.input, sha256: 'abc' } }],
  ])('refuses %s', (_name, result) => {
    expect(validate(JSON.parse(JSON.stringify(saved)))).toBe(true);
    expect(validate(JSON.parse(JSON.stringify(result)))).toBe(false);
  });
});
