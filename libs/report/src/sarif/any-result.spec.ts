import type { Evidence, Finding, ScanResult } from '@staticfire/findings';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleResult } from '../sample-result.ts';
import { tallyFindings } from '../tally.ts';
import { lintSarif } from './lint/lint-sarif.ts';
import { renderSarif } from './render-sarif.ts';

/** Text of an image: any UTF-16, with what URIs, Markdown, JSON and SARIF messages act on. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom('/', '..', ':', '%', '[a](0)', '{0}', '\\', '"', ' ', '\n', '\x1b', '\ud800', '\u202e', '<b>', '#', '?'),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    {
      maxLength: 6,
    },
  )
  .map((pieces) => pieces.join(''));
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const number = fc.oneof(fc.nat(), fc.maxSafeNat(), fc.constantFrom(0, 2 ** 31 - 1, 2 ** 31));
const bank = optional(fc.constantFrom('A' as const, 'B' as const));
const partition = fc.oneof(fc.constantFrom('DISK', 'ROOT', 'BOOT', 'HASH'), text);
/** Members that are undefined are left out. */
const record = <T>(shape: { [K in keyof T]: fc.Arbitrary<T[K] | undefined> }) =>
  fc.record(shape as Record<string, fc.Arbitrary<unknown>>).map((value) => JSON.parse(JSON.stringify(value)) as T);

const evidence: fc.Arbitrary<Evidence> = record<Evidence>({
  fact: text,
  bank,
  path: text,
  value: fc.jsonValue({ maxDepth: 1 }),
  sources: fc.array(
    record<Evidence['sources'][number]>({ bank, partition, path: optional(text), offset: number, length: number, sha256: fc.constant('0'.repeat(64)) }),
    { maxLength: 3 },
  ),
  places: optional(
    fc.array(
      record<NonNullable<Evidence['places']>[number]>({
        file: text,
        bank,
        partition: optional(partition),
        line: optional(number),
        layer: optional(text),
        excerpt: optional(text),
      }),
      {
        maxLength: 3,
      },
    ),
  ),
  userData: optional(record<NonNullable<Evidence['userData']>>({ path: text, sha256: fc.constant('1'.repeat(64)) })),
});

const finding: fc.Arbitrary<Finding> = record<Finding>({
  ruleId: fc.constantFrom(...sampleResult.rules.map(({ id }) => id)),
  verdict: fc.constantFrom('pass', 'fail', 'unknown', 'not-applicable'),
  title: text.map((title) => `It fails ${title}`),
  subject: optional(text),
  reason: optional(text),
  evidence: fc.array(evidence, { maxLength: 3 }),
  fingerprint: fc.constantFrom('a'.repeat(64), 'b'.repeat(64)),
  waiver: optional(fc.nat({ max: 2 })),
});

const result: fc.Arbitrary<ScanResult> = fc
  .record({ findings: fc.array(finding, { maxLength: 8 }), path: text, variantId: text, label: text })
  .map(({ findings, path, variantId, label }) => ({
    ...sampleResult,
    findings,
    input: { ...sampleResult.input, path: `${path}.img` },
    release: { ...sampleResult.release, variantId },
    image: { ...sampleResult.image, partitions: sampleResult.image.partitions.map((each) => ({ ...each, label })) },
  }));

test.each([
  ['full', 'viewer'],
  ['github', 'github'],
] as const)('any result in profile %s is a SARIF file in which lint for %s finds nothing', (profile, target) => {
  fc.assert(
    fc.property(result, (any) => {
      const rendered = [...renderSarif(any, { profile })].join('');
      expect(lintSarif(new TextEncoder().encode(rendered), target).problems).toEqual([]);
      expect(rendered.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      const [{ results, properties }] = JSON.parse(rendered).runs;
      const tally = tallyFindings(any);
      expect(properties.tally).toEqual(tally);
      expect(results).toHaveLength(profile === 'github' ? tally.fail : any.findings.length);
      for (const { message } of results) expect(message.text).not.toContain('](');
    }),
    { numRuns: 150 },
  );
});
