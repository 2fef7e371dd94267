import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import { collectSystemdUnitFiles } from './collect-systemd-unit-files.ts';

const UNITS = '/usr/lib/systemd/system';

async function unitsOf(tree: Record<string, string>): Promise<readonly object[]> {
  const fact = await collectFrom(collectSystemdUnitFiles, tree);
  return (fact as { value: { units: readonly object[] } }).value.units;
}

describe('systemd.unit-files', () => {
  it.each([
    ['a service', 'a.service', 'x', { kind: 'unit', unitType: 'service', type: 'file', masked: false, template: false }],
    ['a template', 'a@.service', 'x', { kind: 'unit', template: true }],
    ['an instance', 'a@b.service', '-> a@.service', { kind: 'unit', template: false, target: 'a@.service' }],
    ['a mount with escapes', '\\x2ebottlerocket.mount', 'x', { kind: 'unit', unitType: 'mount', name: '\\x2ebottlerocket.mount' }],
    ['a masked unit', 'a.service', '-> /dev/null', { kind: 'unit', masked: true, target: '/dev/null' }],
    ['an empty unit, which is masked', 'a.target', '', { kind: 'unit', unitType: 'target', masked: true }],
    ['a drop-in', 'a.service.d/10.conf', 'x', { kind: 'drop-in', of: 'a.service', unitType: 'service' }],
    ['a drop-in of all services', 'service.d/10.conf', 'x', { kind: 'drop-in', of: 'service', unitType: 'service' }],
    ['what is no drop-in in its folder', 'a.service.d/README', 'x', { kind: 'other', of: 'a.service' }],
    ['a wants link', 'm.target.wants/a.timer', '-> ../a.timer', { kind: 'wants', of: 'm.target', unitType: 'timer', target: '../a.timer' }],
    ['a requires link', 'm.target.requires/a.mount', '-> ../a.mount', { kind: 'requires', of: 'm.target' }],
    ['an upholds link', 'm.target.upholds/a.service', '-> ../a.service', { kind: 'upholds', of: 'm.target' }],
    ['anything else', 'notes.txt', 'x', { kind: 'other' }],
  ])('knows %s', async (_, name, content, expected) => {
    expect(await unitsOf({ [`${UNITS}/${name}`]: content })).toMatchObject([{ path: `${UNITS}/${name}`, folder: UNITS, ...expected }]);
  });

  it('goes through search folders in the order of systemd, each once', async () => {
    const fact = await collectFrom(collectSystemdUnitFiles, {
      '/lib': '-> usr/lib',
      '/etc/systemd/system/a.service': 'x',
      [`${UNITS}/a.service`]: 'x',
      '/usr/lib/systemd/system-generators/g': 'x',
      '/etc/systemd/system-environment-generators/e': '-> /bin/true',
    });
    expect(fact).toMatchObject({
      value: {
        folders: ['/etc/systemd/system', UNITS],
        generators: [
          { path: '/usr/lib/systemd/system-generators/g', kind: 'system', executable: false },
          { path: '/etc/systemd/system-environment-generators/e', kind: 'system-environment', target: '/bin/true' },
        ],
      },
      sources: [{ partition: 'ROOT' }],
    });
  });

  it('keeps what can be read beside what cannot', async () => {
    expect(await unitsOf({ [`${UNITS}/a.service`]: '!', [`${UNITS}/b.service`]: 'x' })).toMatchObject([
      { $unreadable: { kind: 'format' } },
      { name: 'b.service' },
    ]);
  });
});
