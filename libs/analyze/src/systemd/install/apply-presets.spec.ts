import { LimitError } from '@staticfire/read/bytes';
import { describe, expect, it } from 'vitest';
import { unitFolders } from '../files/unit-folders.ts';
import { UnitTree } from '../files/unit-tree.ts';
import { treeFiles } from '../fixtures/unit-files.ts';
import { applyPresets } from './apply-presets.ts';

const apply = (files: Record<string, string>, release = 252) => applyPresets(new UnitTree(treeFiles(files)), { folders: unitFolders, release });
const service = (install: string) => `[Service]\nExecStart=/bin/a\n[Install]\n${install}\n`;

describe('what the first start of a node enables', () => {
  it('is told with the place that asks for it', () => {
    expect(apply({ 'a.service': service('WantedBy=x.target') }).links).toEqual([
      {
        path: '/etc/systemd/system/x.target.wants/a.service',
        target: '/usr/lib/systemd/system/a.service',
        unit: 'a.service',
        key: 'WantedBy',
        because: { path: '/usr/lib/systemd/system/a.service', line: 4 },
      },
    ]);
  });

  it.each([
    [252, []],
    [257, ['/etc/systemd/system/x.target.upholds/a.service']],
  ])('UpheldBy= in %i', (release, links) => expect(apply({ 'a.service': service('UpheldBy=x.target') }, release).links.map(({ path }) => path)).toEqual(links));

  it.each([
    [252, { unit: 'a.service', errno: 'ENOLINK' }],
    [257, undefined],
  ])('an alias of nothing in %i', (release, failed) => {
    const applied = apply({ 'a.service': '-> gone.service', 'b.service': service('WantedBy=x.target') }, release);
    expect([applied.failed, applied.links.length]).toEqual([failed, failed === undefined ? 1 : 0]);
  });

  it('a key with a name that every object of JavaScript has installs nothing', () => {
    expect(apply({ 'a.service': service('constructor=x.target\n__proto__=x.target') }).links).toEqual([]);
  });

  it('has a limit of rules', () => {
    const rules = 'disable x\n'.repeat(2001);
    expect(() => apply({ '/usr/lib/systemd/system-preset/1.preset': rules, 'a.service': service('') })).toThrow(LimitError);
  });
});
