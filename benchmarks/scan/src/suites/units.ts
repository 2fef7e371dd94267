import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { analyzeSecurity, copyDebianUnits, debianUnitPackages } from '@staticfire/testkit';
import { bundleProcess } from '../bundle-process.ts';
import { node, program } from '../contenders.ts';
import type { Suite } from '../suite.ts';
import { constant, difference, scaled, seconds } from '../term.ts';
import type { Workbench } from '../workbench.ts';

const COUNT = 100;
const MILLISECONDS = 60;
const PER_SECOND = 1000;
const UNITS = 'usr/lib/systemd/system';

export const unitsSuite: Suite = {
  name: 'units',
  title: 'Units loaded, and services scored',
  plan: async (workbench) => {
    const folder = await writeServices(workbench);
    const bundle = await bundleProcess('score-services', join(workbench.work, 'score-services'));
    const files = readdirSync(folder).map((name) => join(folder, name));
    const peer = 'systemd-analyze security';
    return {
      contenders: [
        node('node', '-e', '0'),
        { ...node('score', bundle, folder), readAnswer: (stdout) => stdout.trim().split('\n') },
        // Without a path of units, those of this machine are not looked at.
        { ...program(peer, 'systemd-analyze', 'security', '--offline=yes', '--no-pager', ...files), env: { SYSTEMD_UNIT_PATH: '' }, readAnswer: overallLines },
      ],
      rows: [
        {
          ...{ what: `${COUNT} services of Debian loaded and scored, over node -e 0`, how: 'difference', unit: 'ms' },
          ...{ ours: scaled(difference(seconds('score'), seconds('node')), PER_SECOND), peer: 'bound', theirs: constant(MILLISECONDS), bound: 1 },
        },
        {
          ...{ what: 'the same, with the start of Node', how: 'process', unit: 'ms', ours: scaled(seconds('score'), PER_SECOND) },
          ...{ peer, theirs: scaled(seconds(peer), PER_SECOND), sameAnswer: ['score', peer] },
        },
      ],
    };
  },
};

/** The first services of Debian, by name, that systemd loads: in a folder of their own. */
async function writeServices({ work }: Workbench): Promise<string> {
  const [debian, folder] = [join(work, 'debian-units'), join(work, 'services')];
  for (const path of [debian, folder]) rmSync(path, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await copyDebianUnits(debianUnitPackages, debian);
  const entries = readdirSync(join(debian, UNITS), { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() && /^[^@]+\.service$/.test(entry.name)).map(({ name }) => name);
  const loaded = analyzeSecurity(names.map((name) => join(debian, UNITS, name)));
  const chosen = names.filter((name) => loaded.has(name)).toSorted();
  if (chosen.length < COUNT) throw new Error(`of ${names.length} services systemd loads ${chosen.length}, fewer than ${COUNT}`);
  for (const name of chosen.slice(0, COUNT)) copyFileSync(join(debian, UNITS, name), join(folder, name));
  return folder;
}

function overallLines(stdout: string): readonly string[] {
  return [...stdout.matchAll(/Overall exposure level for (\S+): (\S+) (\S+)/g)].map(([, unit, exposure, level]) => `${unit} ${exposure} ${level}`);
}
