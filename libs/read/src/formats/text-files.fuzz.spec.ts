import { fuzzDecoder, survives } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { expect } from 'vitest';
import {
  parseContainerContexts,
  parseEnvironmentFile,
  parseKernelCommandLine,
  parseModprobeFile,
  parseMountOptions,
  parseOsRelease,
  parseSelinuxConfig,
  parseSysctlFile,
  parseTmpfilesAttributes,
  parseTmpfilesFile,
} from './linux-text/index.ts';
import { parseApplicationInventory, parseSbom } from './sbom/index.ts';
import { parseToml } from './toml/index.ts';

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

const linuxText = fuzzDecoder('linux-text', ['words of each kind of file', 'lines of a few letters']);
const textReaders = [
  ['sysctl.d', parseSysctlFile, texts('kernel', '.', '/', '-', ' = ', '=', '*', '1', '\n', '; ')],
  ['modprobe.d', parseModprobeFile, texts('install ', 'blacklist ', 'alias ', 'options ', 'softdep ', '[', ']', '-', 'a', '\\\n', '\n')],
  ['tmpfiles.d', parseTmpfilesFile, texts('d ', 'L+ ', '/run/x ', '- ', '0755 ', '\\x41', '\\u0041', '\\101', '"', '\n')],
  ['environment files', parseEnvironmentFile, texts('A', '=', '"', "'", '\\\n', 'b', '\n', '#', ' ')],
  ['lxc_contexts', parseContainerContexts, texts('process', 'file', ' = ', '=', '"', ';', 'a:b:c', '\n', '\u00a0')],
  ['SELinux configuration', parseSelinuxConfig, texts('SELINUX=', 'SELINUXTYPE=', 'enforcing', 'permissive', '\n', ' ')],
] as const;

for (const [name, parse, bytes] of textReaders) linuxText.property(name, bytes, (input) => void parse(input, 'x'));

const line = fc.string({ unit: fc.constantFrom('a', 'd', '/', '.', '=', '-', ' ', 'S'), minLength: 1 }).filter((text) => text.trim() !== '');
for (const [name, parse] of textReaders.filter(([each]) => each !== 'environment files' && each !== 'modprobe.d')) {
  linuxText.property(`${name}: no line that says something is dropped`, fc.array(line, { maxLength: 20 }), (lines) => {
    const parsed = survives(() => parse(Buffer.from(lines.join('\n')), 'x')) ?? [];
    expect('lines' in parsed ? parsed.lines : parsed).toHaveLength(lines.length);
  });
}

const options = texts('a', '=', ',', '"', '\\', 'context=', 'security.selinux=');
linuxText.property('mount options and attributes of tmpfiles.d', options, (input) => {
  const text = Buffer.from(input).toString();
  for (const { name } of parseMountOptions(text) ?? []) expect(name).not.toBe('');
  for (const { name, value } of parseTmpfilesAttributes(text)) expect([name, value]).not.toContain('');
});

linuxText.property('command lines and os-release', fc.string(), (text) => {
  expect(survives(() => [parseKernelCommandLine(text), parseOsRelease(text)])).toBeDefined();
});

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
fuzzDecoder('toml', ['words of TOML']).asyncProperty('any text', texts(...words), async (input) => void (await parseToml(input, 'x')));

const sbomWords = [
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
const leaf = fc.oneof(fc.constantFrom(...sbomWords), fc.integer(), fc.constant(null), fc.boolean());
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...sbomWords, 'toString', '__proto__'), tie('tree'), { maxKeys: 6 }),
  ),
}));
const head = fc.constantFrom({ spdxVersion: 'SPDX-2.3' }, { bomFormat: 'CycloneDX', specVersion: '1.5' }, {});
const document = fc.tuple(head, fc.dictionary(fc.constantFrom(...sbomWords), tree)).map(([first, rest]) => Buffer.from(JSON.stringify({ ...rest, ...first })));

const anySbom = fc.oneof(document, texts('{', '}', '[', ']', ':', ',', '"name"', '1'));
const sbom = fuzzDecoder('sbom', ['documents of the words of SPDX and CycloneDX']);
sbom.property('SBOMs', anySbom, (input) => void parseSbom(input, 'x'));
sbom.property('inventories', anySbom, (input) => void parseApplicationInventory(input, 'x'));
