import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyDebianUnits, debianUnitPackages, describeOracle, presetAll, readRoot, toolsFor, type UnitFiles, verifyUnits, withRoot } from '@staticfire/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { unitFolders } from '../files/unit-folders.ts';
import { UnitTree } from '../files/unit-tree.ts';
import { UnitGraph } from '../graph/unit-graph.ts';
import { UnitLoader } from '../load/unit-loader.ts';
import { planStart } from './transaction.ts';

const UNITS = '/usr/lib/systemd/system';
const TEN_MINUTES = 600_000;
/** systemd has no devices where it runs in a container. */
const ELSEWHERE = /\.device$|\.swap$/;

function compare(root: string, target: string) {
  const loader = new UnitLoader(new UnitTree(readRoot(root)), { folders: unitFolders, release: 252 });
  const graph = new UnitGraph(loader, [target], { defaultOutput: 'inherit' });
  const { starts, ...plan } = planStart(graph, target, 'replace');
  const { jobs } = verifyUnits(root, [target]);
  const theirs = jobs.flatMap((job) => (job.endsWith('/start') ? [job.slice(0, -'/start'.length)] : []));
  const here = (names: readonly string[]) => names.filter((name) => !ELSEWHERE.test(name)).toSorted();
  return { ours: here(starts.map(({ unit }) => unit)), theirs: here(theirs), plan };
}

/** They rule each other out; which one is left is not the same at every boot. */
const RIVALS = new Set(['chrony', 'ntpsec']);
const S = '[Service]\nExecStart=/bin/a\n';
const unit = (text: string) => `[Unit]\nDefaultDependencies=no\n${text}\n[Service]\nSlice=-.slice\nExecStart=/bin/a\n`;
const target = (text: string) => `[Unit]\nDefaultDependencies=no\n${text}\n`;
const others = (...names: string[]) => Object.fromEntries(names.map((name) => [`${name}.service`, unit('')]));

const TREES: [string, UnitFiles][] = [
  [
    'what is wanted and required',
    { 'x.target': target('Wants=a.service\nRequires=b.service'), 'a.service': unit('Requires=c.service'), ...others('b', 'c', 'd') },
  ],
  ['what is ordered alone', { 'x.target': target('Wants=a.service'), 'a.service': unit('After=b.service\nBefore=c.service'), ...others('b', 'c') }],
  [
    'something wanted that is missing',
    { 'x.target': target('Wants=a.service gone.service masked.service b.service'), ...others('a', 'b'), 'masked.service': '-> /dev/null' },
  ],
  ['something required that is missing', { 'x.target': target('Requires=a.service gone.service'), ...others('a') }],
  [
    'something wanted that requires what is missing',
    { 'x.target': target('Wants=a.service d.service'), 'a.service': unit('Requires=gone.service\nWants=c.service'), ...others('c', 'd') },
  ],
  ['something wanted that is refused', { 'x.target': target('Wants=a.service b.service'), 'a.service': '[Service]\nType=oneshot\n', ...others('b') }],
  [
    'BindsTo, Requisite, Upholds and PartOf',
    { 'x.target': target('Wants=a.service'), 'a.service': unit('BindsTo=b.service\nUpholds=c.service\nPartOf=d.service'), ...others('b', 'c', 'd') },
  ],
  ['what is requisite', { 'x.target': target('Wants=a.service b.service'), 'a.service': unit('Requisite=c.service'), ...others('b', 'c') }],
  ['what is requisite and started by another', { 'x.target': target('Wants=a.service c.service'), 'a.service': unit('Requisite=c.service'), ...others('c') }],
  ['a conflict of what is wanted', { 'x.target': target('Wants=a.service b.service'), 'a.service': unit('Conflicts=b.service'), ...others('b') }],
  ['a conflict with what is required', { 'x.target': target('Requires=b.service\nWants=a.service'), 'a.service': unit('Conflicts=b.service'), ...others('b') }],
  [
    'a conflict of what is required with what is wanted',
    { 'x.target': target('Requires=a.service\nWants=b.service'), 'a.service': unit('Conflicts=b.service'), ...others('b') },
  ],
  ['a conflict of what is required', { 'x.target': target('Requires=a.service b.service'), 'a.service': unit('Conflicts=b.service'), ...others('b') }],
  [
    'a conflict with what others are part of',
    { 'x.target': target('Wants=a.service c.service'), 'a.service': unit('Conflicts=b.service'), 'c.service': unit('PartOf=b.service'), ...others('b') },
  ],
  [
    'a cycle with one that is only wanted',
    { 'x.target': target('Requires=a.service\nWants=b.service'), 'a.service': unit('After=b.service'), 'b.service': unit('After=a.service') },
  ],
  [
    'a cycle of what is required',
    { 'x.target': target('Requires=a.service b.service'), 'a.service': unit('After=b.service'), 'b.service': unit('After=a.service') },
  ],
  [
    'a cycle of which one takes another with it',
    {
      'x.target': target('Requires=a.service\nWants=c.service'),
      'a.service': unit('After=b.service'),
      'b.service': unit('After=a.service'),
      'c.service': unit('Requires=b.service\nWants=d.service'),
      ...others('d'),
    },
  ],
  [
    'a cycle through a target',
    { 'x.target': target('Requires=y.target\nAfter=y.target'), 'y.target': target('Wants=a.service\nAfter=a.service'), 'a.service': unit('After=x.target') },
  ],
  [
    'jobs that nothing needs any more',
    {
      'x.target': target('Wants=a.service b.service'),
      'a.service': unit('Wants=c.service\nConflicts=b.service'),
      'b.service': unit('Wants=d.service'),
      ...others('c', 'd'),
    },
  ],
  ['a target that does not exist', { 'y.target': target('') }],
  [
    'default dependencies',
    {
      'x.target': '[Unit]\nWants=a.service b.socket c.timer d.path\n',
      'a.service': S,
      'b.socket': '[Socket]\nListenStream=80\n',
      'b.service': S,
      'c.timer': '[Timer]\nOnBootSec=1\n',
      'c.service': S,
      'd.path': '[Path]\nPathExists=/a\n',
      'd.service': S,
      'sysinit.target': '[Unit]\nWants=e.service\n',
      'e.service': unit(''),
      'basic.target': '[Unit]\nRequires=sysinit.target\nWants=sockets.target\n',
      'sockets.target': '[Unit]\n',
      'shutdown.target': '[Unit]\nDefaultDependencies=no\n',
    },
  ],
];

describeOracle('what a boot starts', toolsFor('systemctl', 'systemd-analyze', 'apt-get', 'dpkg-deb'), () => {
  let debian: string;
  beforeAll(async () => {
    debian = mkdtempSync(join(tmpdir(), 'staticfire-debian-boot-'));
    mkdirSync(join(debian, 'etc'));
    await copyDebianUnits(
      debianUnitPackages.filter((name) => !RIVALS.has(name)),
      debian,
    );
    presetAll(debian);
  }, TEN_MINUTES);
  afterAll(() => rmSync(debian, { recursive: true }));

  it.each(['graphical.target', 'multi-user.target', 'basic.target', 'sysinit.target', 'rescue.target', 'network-online.target', 'reboot.target'])(
    '%s of some seventy Debian packages',
    (name) => {
      const { ours, theirs } = compare(debian, name);
      expect(theirs.length).toBeGreaterThan(2);
      expect(ours).toEqual(theirs);
    },
  );

  it.each(TREES)('%s', (_, files) => {
    withRoot(Object.fromEntries(Object.entries(files).map(([name, text]) => [`${UNITS}/${name}`, text])), (root) => {
      const { ours, theirs, plan } = compare(root, 'x.target');
      expect(ours, JSON.stringify(plan)).toEqual(theirs);
    });
  });
});
