import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ScanResult } from '@staticfire/findings';
import { describeOracle, toolsFor } from '@staticfire/testkit';
import { expect, test } from 'vitest';
import { manyFindings } from '../many-findings.ts';
import { goResult, inconclusiveResult, sampleResult } from '../sample-result.ts';
import { renderJunit } from './render-junit.ts';

const SCHEMA = fileURLToPath(new URL('./fixtures/junit.xsd', import.meta.url));
const render = (result: ScanResult) => [...renderJunit(result)].join('');

function xmllint(input: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync('xmllint', [...args, '-'], { input, encoding: 'utf8', maxBuffer: 2 ** 28 });
  return { status, stdout, stderr };
}

const hostile = (subject: string): ScanResult => ({ ...sampleResult, findings: sampleResult.findings.map((finding) => ({ ...finding, subject })).slice(0, 1) });

describeOracle('xmllint reads what we write', toolsFor('xmllint'), () => {
  test.each([
    ['no-go', sampleResult],
    ['go', goResult],
    ['inconclusive', inconclusiveResult],
    ['empty', { ...goResult, findings: [] }],
    ['large', manyFindings(5000)],
  ])('the %s sample fits the schema', (_name, result) => {
    expect(xmllint(render(result), '--noout', '--schema', SCHEMA)).toMatchObject({ status: 0 });
  });

  test('the schema refuses a count that is none, a case twice and an element it does not know', () => {
    const text = render(sampleResult);
    for (const bad of [
      text.replace('errors="2"', 'errors=""'),
      text.replace(/( {4}<testcase[^>]*\/>\n)/, '$1$1'),
      text.replace('<properties>', '<properties><time/>'),
      text.replace('type="high"', 'type="bad"'),
    ]) {
      expect(bad).not.toBe(text);
      expect(xmllint(bad, '--noout', '--schema', SCHEMA).status).not.toBe(0);
    }
  });

  test.each([
    ['markup', `"/><script>alert('x')</script>]]>&lol;<!--`],
    ['line feeds', 'a\nb\r\nc\td'],
    ['controls', '\x00\x01\x1b[2J\x7f\u009b31m'],
    ['what XML forbids', '\ufffe\uffff\ud800\udfff'],
    ['what reorders', '\u202egpj.exe\u2066'],
    ['4096 bytes', 'é'.repeat(2048)],
  ])('%s in a file name is text', (_name, subject) => {
    const run = xmllint(render(hostile(subject)), '--xpath', 'string(//testcase/@name)');
    expect(run.status, run.stderr).toBe(0);
    expect(run.stdout.trimEnd()).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\ufffe\uffff]/u);
    expect(xmllint(render(hostile(subject)), '--xpath', 'count(//*)').stdout.trim()).toBe(
      xmllint(render(hostile('plain')), '--xpath', 'count(//*)').stdout.trim(),
    );
  });
});
