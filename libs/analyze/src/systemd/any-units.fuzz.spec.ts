import { decodeFileName, encodeFileName, LimitError } from '@staticfire/read/bytes';
import { fuzzDecoder } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyzeSystemd } from './analyze-systemd.ts';
import { unitFolders } from './files/unit-folders.ts';
import type { TreeFile } from './files/unit-tree.ts';
import { treeFiles } from './fixtures/unit-files.ts';

const NAMES = [
  'a.service',
  'b.service',
  'a@.service',
  'a@x.service',
  'b@.socket',
  'a.socket',
  'c.target',
  'default.target',
  'a-b.mount',
  'a.mount',
  'a.timer',
  'a.path',
  'a.slice',
  'a.automount',
  'a.swap',
  '-.mount',
];
const FOLDERS = [
  '',
  'a.service.d/',
  'service.d/',
  'c.target.wants/',
  'default.target.requires/',
  'a-.service.d/',
  '/usr/lib/systemd/system-preset/',
  '/usr/local/lib/systemd/system/',
  '/run/systemd/generator/',
];
const WORDS = [
  ...[
    '[Unit]\n',
    '[Service]\n',
    '[Socket]\n',
    '[Mount]\n',
    '[Install]\n',
    '[Timer]\n',
    '[Path]\n',
    'constructor=',
    '__proto__=',
    '[',
    ']',
    '\n',
    '\\\n',
    '\\',
    '"',
    "'",
    '%',
    '%i',
    '%n',
    '%H',
    ' ',
    ';',
    '=',
    '#',
    '\0',
    '\udcff',
  ],
  ...[
    'Wants=',
    'Requires=',
    'After=',
    'Before=',
    'Conflicts=',
    'BindsTo=',
    'ExecStart=',
    '/bin/a',
    '-',
    '@',
    '+',
    '!',
    'Type=oneshot\n',
    'WantedBy=',
    'Alias=',
    'Also=',
    'DefaultInstance=',
    'Where=/a',
    'What=',
    'ListenStream=',
    '80',
    'OnBootSec=1\n',
  ],
  ...[
    'PathExists=/',
    'Slice=',
    'enable ',
    'disable ',
    '*',
    'DefaultDependencies=no\n',
    'RequiresMountsFor=/a/b',
    'User=',
    'PrivateTmp=yes\n',
    '__proto__',
    'constructor',
  ],
];

const text = fc
  .array(fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...WORDS, ...NAMES) }, { weight: 1, arbitrary: fc.string({ maxLength: 5 }) }), { maxLength: 25 })
  .map((parts) => parts.join(''));
const file = fc.tuple(
  fc.constantFrom(...FOLDERS),
  fc.oneof(fc.constantFrom(...NAMES, '1.conf', '1.preset'), fc.string({ minLength: 1, maxLength: 4 })),
  fc.oneof(
    text,
    fc.constantFrom(...NAMES, '../a.service', '/dev/null', 'gone', '..', '/').map((target) => ({ target })),
  ),
);
const tree = fc.array(file, { maxLength: 20 }).map((files) =>
  files.map(([folder, name, content]): TreeFile => {
    const path = `${folder.startsWith('/') ? '' : '/usr/lib/systemd/system/'}${folder}${name.replaceAll('/', '_')}`;
    return typeof content === 'string' ? { path, content: encodeFileName(decodeFileName(encodeFileName(content))) } : { path, target: content.target };
  }),
);

const analyze = (files: readonly TreeFile[]) => analyzeSystemd({ files, folders: unitFolders, release: 257, generators: [], words: [] });

fuzzDecoder('units', ['words of unit files in trees of their folders']).property(
  'any tree ends in an analysis or in an error of ours',
  tree,
  (files) => {
    const { units, stages } = analyze(files);
    expect(stages.length).toBeGreaterThan(0);
    expect(units.map(({ unit }) => unit.name.name)).toEqual(units.map(({ unit }) => unit.name.name).toSorted());
    for (const stage of stages) expect(stage.failed === undefined ? stage.chain.at(-1) : stage.target).toBe(stage.target);
    return 'analysed';
  },
  { outcomes: ['analysed'] },
);

describe('any tree of units', () => {
  it('gives the same whatever the order of its files', () => {
    fc.assert(
      fc.property(fc.uniqueArray(file, { maxLength: 12, selector: ([folder, name]) => `${folder}${name}` }), (files) => {
        const named = files.map(([folder, name, content]): TreeFile => {
          const path = `${folder.startsWith('/') ? '' : '/usr/lib/systemd/system/'}${folder}${name.replaceAll('/', '_')}`;
          return typeof content === 'string' ? { path, content: encodeFileName(content) } : { path, target: content.target };
        });
        // A link of the same name as a folder would take its place.
        fc.pre(new Set(named.map(({ path }) => path)).size === named.length);
        expect(JSON.stringify(analyze(named.toReversed()))).toEqual(JSON.stringify(analyze(named)));
      }),
      { seed: 20261125, numRuns: 100 },
    );
  });

  const many = (count: number, make: (index: number) => readonly [string, string]) =>
    treeFiles(Object.fromEntries(Array.from({ length: count }, (_, index) => make(index))));

  it.each<[string, () => readonly TreeFile[]]>([
    ['ten thousand units', () => many(10_000, (index) => [`u${index}.service`, '[Service]\nExecStart=/bin/a\n[Install]\nWantedBy=default.target\n'])],
    [
      'ten thousand aliases of one unit',
      () => [...many(10_000, (index) => [`u${index}.service`, '-> a.service']), ...treeFiles({ 'a.service': '[Service]\nExecStart=/bin/a\n' })],
    ],
    [
      'ten thousand drop-ins for one unit',
      () => [...many(10_000, (index) => [`a.service.d/${index}.conf`, '[Service]\nNice=1\n']), ...treeFiles({ 'a.service': '[Service]\nExecStart=/bin/a\n' })],
    ],
    [
      'a thousand drop-ins for a thousand units',
      () => [
        ...many(1000, (index) => [`service.d/${index}.conf`, '[Service]\nNice=1\n']),
        ...many(1000, (index) => [`u${index}.service`, '[Service]\nExecStart=/bin/a\n']),
      ],
    ],
    [
      'a hundred thousand names in one line',
      () => treeFiles({ 'default.target': `[Unit]\nWants=${Array.from({ length: 100_000 }, (_, index) => `u${index}.target`).join(' ')}\n` }),
    ],
    ['a megabyte of words to a program', () => treeFiles({ 'a.service': `[Service]\nExecStart=/bin/a ${'b '.repeat(500_000)}\n` })],
    [
      'templates that need one another without end',
      () =>
        treeFiles({
          'default.target': '[Unit]\nWants=a@x.target\n',
          'a@.target': '[Unit]\nWants=b@%i-x.target c@%i-y.target\n',
          'b@.target': '[Unit]\nWants=a@%i-x.target\n',
          'c@.target': '[Unit]\nWants=a@%i-y.target\n',
        }),
    ],
    [
      'five thousand preset rules',
      () => [
        ...many(1, () => ['/usr/lib/systemd/system-preset/1.preset', 'disable *a*b*c*d\n'.repeat(5000)]),
        ...many(5000, (index) => [`u${index}.service`, '[Service]\nExecStart=/bin/a\n']),
      ],
    ],
    ['a name of many dashes', () => treeFiles({ [`${'a-'.repeat(120)}b.service`]: '[Service]\nExecStart=/bin/a\n' })],
    [
      'a path of many parts',
      () =>
        treeFiles({ 'default.target': `[Unit]\nRequiresMountsFor=${Array.from({ length: 200 }, (_, index) => `${'/a'.repeat(1000)}${index}`).join(' ')}\n` }),
    ],
  ])(
    '%s takes no more than ten seconds',
    (_, make) => {
      try {
        analyze(make());
      } catch (error) {
        expect(error).toBeInstanceOf(LimitError);
      }
    },
    10_000,
  );
});
