import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReadError } from '../bytes/index.ts';
import {
  parseContainerContexts,
  parseEnvironmentFile,
  parseModprobeFile,
  parseMountOptions,
  parseSelinuxConfig,
  parseSysctlFile,
  parseTmpfilesAttributes,
  parseTmpfilesFile,
} from './linux-text/index.ts';
import { parseApplicationInventory, parseSbom } from './sbom/index.ts';
import { readSelinuxPolicyHeader } from './selinux-policy/index.ts';
import { parseToml } from './toml/index.ts';

const SEED = 20261125;
/** Each property gets its share of the time that fuzz suites have. */
const TIME_MS = (Number(process.env['STATICFIRE_FUZZ_SECONDS'] ?? '2') * 1000) / 10;
const OPTIONS = { seed: SEED, numRuns: 1_000_000, interruptAfterTimeLimit: TIME_MS, markInterruptAsFailure: false } as const;

/** Runs a reader; one of our three errors is as good as a value. */
async function survives(work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    expect(error).toBeInstanceOf(ReadError);
  }
}

/** Bytes of words that matter to a reader, between other text and now and then bytes that are no text. */
function texts(...words: readonly string[]): fc.Arbitrary<Uint8Array> {
  const part = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...words) },
    { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
    { weight: 1, arbitrary: fc.constantFrom(' ', '\n', '\\', '"', "'", '\0', '\r', '#') },
  );
  const text = fc.array(part, { maxLength: 40 }).map((parts) => Buffer.from(parts.join('')));
  return fc.oneof({ weight: 9, arbitrary: text }, { weight: 1, arbitrary: fc.uint8Array() });
}

describe('any bytes end in a value or in one of our errors', () => {
  const textReaders = [
    ['sysctl.d', parseSysctlFile, texts('kernel', '.', '/', '-', ' = ', '=', '*', '1', '\n', '; ')],
    ['modprobe.d', parseModprobeFile, texts('install ', 'blacklist ', 'alias ', 'options ', 'softdep ', '[', ']', '-', 'a', '\\\n', '\n')],
    ['tmpfiles.d', parseTmpfilesFile, texts('d ', 'L+ ', '/run/x ', '- ', '0755 ', '\\x41', '\\u0041', '\\101', '"', '\n')],
    ['environment files', parseEnvironmentFile, texts('A', '=', '"', "'", '\\\n', 'b', '\n', '#', ' ')],
    ['lxc_contexts', parseContainerContexts, texts('process', 'file', ' = ', '=', '"', ';', 'a:b:c', '\n', '\u00a0')],
    ['SELinux configuration', parseSelinuxConfig, texts('SELINUX=', 'SELINUXTYPE=', 'enforcing', 'permissive', '\n', ' ')],
  ] as const;

  it.each(textReaders)('%s', async (_, parse, bytes) => {
    await fc.assert(
      fc.asyncProperty(bytes, (input) => survives(() => parse(input, 'x'))),
      OPTIONS,
    );
  });

  it.each(textReaders.filter(([name]) => name !== 'environment files' && name !== 'modprobe.d'))('%s: no line that says something is dropped', (_, parse) => {
    const line = fc.string({ unit: fc.constantFrom('a', 'd', '/', '.', '=', '-', ' ', 'S'), minLength: 1 }).filter((text) => text.trim() !== '');
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        const parsed = parse(Buffer.from(lines.join('\n')), 'x');
        expect('lines' in parsed ? parsed.lines : parsed).toHaveLength(lines.length);
      }),
      { ...OPTIONS, interruptAfterTimeLimit: TIME_MS / 4 },
    );
  });

  it('mount options and attributes of tmpfiles.d', async () => {
    await fc.assert(
      fc.asyncProperty(texts('a', '=', ',', '"', '\\', 'context=', 'security.selinux='), async (input) => {
        const text = Buffer.from(input).toString();
        for (const { name } of parseMountOptions(text) ?? []) expect(name).not.toBe('');
        for (const { name, value } of parseTmpfilesAttributes(text)) expect([name, value]).not.toContain('');
      }),
      OPTIONS,
    );
  });

  it('TOML', async () => {
    const words = [
      'a',
      'b',
      '.',
      ' = ',
      '[',
      ']',
      '[[',
      ']]',
      '{',
      '}',
      ',',
      '"""',
      "'''",
      '"',
      '1',
      '0x1',
      '1979-05-27',
      'T07:32:00Z',
      'true',
      'inf',
      '\n',
      '__proto__',
    ];
    await fc.assert(
      fc.asyncProperty(texts(...words), (input) => survives(() => parseToml(input, 'x'))),
      OPTIONS,
    );
  });

  it('SBOMs and the inventory', async () => {
    const words = [
      'spdxVersion',
      'bomFormat',
      'SPDX-2.3',
      'CycloneDX',
      'specVersion',
      '1.5',
      'packages',
      'components',
      'name',
      'Content',
      'SPDXID',
      'relationships',
      'metadata',
      'dependencies',
    ];
    const leaf = fc.oneof(fc.constantFrom(...words), fc.integer(), fc.constant(null), fc.boolean());
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(fc.constantFrom(...words, 'toString', '__proto__'), tie('tree'), { maxKeys: 6 }),
      ),
    }));
    const head = fc.constantFrom({ spdxVersion: 'SPDX-2.3' }, { bomFormat: 'CycloneDX', specVersion: '1.5' }, {});
    const document = fc.tuple(head, fc.dictionary(fc.constantFrom(...words), tree)).map(([first, rest]) => Buffer.from(JSON.stringify({ ...rest, ...first })));
    await fc.assert(
      fc.asyncProperty(fc.oneof(document, texts('{', '}', '[', ']', ':', ',', '"name"', '1')), async (input) => {
        await survives(() => parseSbom(input, 'x'));
        await survives(() => parseApplicationInventory(input, 'x'));
      }),
      OPTIONS,
    );
  });

  it('SELinux policy headers', async () => {
    const header = Buffer.from('8cff7cf9080000005345204c696e75781f0000000100000008000000090000004000000040000000010000000000000077', 'hex');
    const changed = fc.tuple(fc.uint8Array({ maxLength: 64 }), fc.nat(63), fc.nat(255)).map(([rest, at, byte]) => {
      const bytes = Buffer.concat([header, rest]);
      if (at < bytes.length) bytes[at] = byte;
      return bytes;
    });
    await fc.assert(
      fc.asyncProperty(changed, (input) => survives(() => readSelinuxPolicyHeader(input))),
      OPTIONS,
    );
  });
});
