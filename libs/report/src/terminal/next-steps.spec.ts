import type { ScanResult } from '@staticfire/findings';
import { expect, test } from 'vitest';
import type { RenderOptions } from '../render-options.ts';
import { goResult, inconclusiveResult, sampleResult } from '../sample-result.ts';
import { describeNextSteps } from './next-steps.ts';
import { openPage } from './page.ts';

const page = openPage({ width: 200 });
const commands = (result: ScanResult, options: RenderOptions = {}) => describeNextSteps(page, result, options).map((line) => line.trim().split(/ {2,}/)[0]);

test('a no-go leads to the most severe rule that failed, to its bytes, and to what people may decide', () => {
  expect(commands(sampleResult)).toEqual([
    'NEXT',
    'staticfire explain baseline:verity/root-hash',
    'staticfire why 000000000000 images/lab-k8s.img --user-data user-data.toml',
    'staticfire.yaml',
    '--output html=report.html',
  ]);
});

test('what is waived is no next step', () => {
  const rules = sampleResult.rules.filter(({ id }) => id === 'baseline:kernel/pointers');
  const findings = sampleResult.findings.filter(({ ruleId }) => ruleId === 'baseline:kernel/pointers');
  expect(commands({ ...sampleResult, rules, findings })).toEqual(['NEXT', '--output html=report.html']);
});

test('what is unknown cannot be waived, so there is no word of it', () => {
  expect(commands(inconclusiveResult)).toEqual([
    'NEXT',
    'staticfire explain baseline:files/no-shell',
    'staticfire why 000000000000 images/lab-k8s.img',
    '--output html=report.html',
  ]);
});

test('after a go there is nothing to do but a page to hand on, and nothing when that was written', () => {
  expect(commands(goResult)).toEqual(['NEXT', '--output html=report.html']);
  expect(commands(goResult, { written: [{ format: 'json', path: 'a.json' }] })).toEqual(['NEXT', '--output html=report.html']);
  expect(commands(goResult, { written: [{ format: 'html', path: 'a.html' }] })).toEqual([]);
});

test.each([
  ['a b.img', "'a b.img'"],
  ["it's.img", "'it'\\''s.img'"],
  ['$(reboot).img', "'$(reboot).img'"],
  ['a\x1b[2J.img', "'a\\x1b[2J.img'"],
])('%j is a word of the shell', (path, expected) => {
  expect(commands({ ...inconclusiveResult, input: { ...inconclusiveResult.input, path } })).toContain(`staticfire why 000000000000 ${expected}`);
});
