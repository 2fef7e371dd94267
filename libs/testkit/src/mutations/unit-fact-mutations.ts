import { file, symlink } from '../lab/tree.ts';
import { addFiles, editFile } from './change.ts';
import type { Mutation } from './mutation.ts';

const UNITS = 'usr/lib/systemd/system';
const MEGABYTE = 1024 * 1024;

const unit = (name: string, text: string) => file(`${UNITS}/${name}`, text);
/** A service whose program is there, as the program of another service. */
const service = (lines: string, install = '') => `[Unit]\n${lines}\n[Service]\nExecStart=/usr/bin/containerd\n${install}`;
const WANTED = '[Install]\nWantedBy=multi-user.target\n';

/** A file more: its label is counted, its unit is listed. */
const FILE = ['selinux.labels', 'systemd.unit-files', 'systemd.units'];
/** A service more, or one less: it has a sandbox and a program. */
const SERVICE = ['selinux.labels', 'selinux.unit-programs', 'systemd.exposure', 'systemd.unit-files', 'systemd.units'];
/** One that a start of the node starts. */
const STARTED = [...SERVICE, 'systemd.boot'].toSorted();
/** Facts of services that tell whether a node starts them. */
const SERVICES = ['containerd.config', 'kubernetes.kubelet'];
const LINKS = { 'baseline:files/links': 'fail' } as const;
const PROTECTION = { 'baseline:units/protection-starts': 'fail' } as const;
/** Bottlerocket's own targets are not started at all. */
const NO_START = { ...LINKS, 'baseline:units/programs-present': 'not-applicable', 'baseline:units/protection-starts': 'not-applicable' } as const;
const LISTENERS = { 'baseline:services/listeners': 'fail' } as const;

/** What each unit changes of what is known of all, and that nothing else is disturbed; rules ask only where links lead. */
export const unitFactMutations: readonly Mutation[] = [
  {
    name: 'units: a drop-in that loosens the sandbox of the journal',
    change: addFiles(unit('systemd-journald.service.d/10-loose.conf', '[Service]\nNoNewPrivileges=no\nSystemCallFilter=\n')),
    facts: [...FILE, 'systemd.exposure'].toSorted(),
  },
  {
    name: 'units: a drop-in that says nothing of the sandbox',
    change: addFiles(unit('systemd-journald.service.d/10-words.conf', '[Unit]\nDescription=x\n')),
    facts: FILE,
  },
  {
    name: 'units: a misspelt setting of the sandbox',
    change: addFiles(unit('systemd-journald.service.d/10-misspelt.conf', '[Service]\nNoNewPriviliges=no\n')),
    facts: FILE,
  },
  { name: 'units: a drop-in for a unit that is not there', change: addFiles(unit('gone.service.d/10-ours.conf', '[Service]\nUser=a\n')), facts: FILE },
  {
    name: 'units: a service that needs itself',
    change: addFiles(unit('own.service', service('Requires=own.service\nAfter=own.service', WANTED))),
    facts: STARTED,
  },
  {
    name: 'units: services that wait for one another',
    change: addFiles(unit('one.service', service('After=two.service', WANTED)), unit('two.service', service('After=one.service', WANTED))),
    facts: STARTED,
  },
  { name: 'units: a link that leads to itself', change: addFiles(symlink(`${UNITS}/own.target`, 'own.target')), expect: LINKS, facts: ['root.links', ...FILE] },
  {
    name: 'units: a line of a megabyte',
    change: addFiles(unit('long.timer', `[Timer]\nOnBootSec=1\n#${'x'.repeat(MEGABYTE)}\n`)),
    // systemd 252 gives up enabling anything because of it.
    expect: PROTECTION,
    facts: [...FILE, ...SERVICES, 'fips.self-tests', 'systemd.boot'].toSorted(),
  },
  { name: 'units: a service that nothing starts', change: addFiles(unit('idle.service', service(''))), facts: SERVICE },
  {
    name: 'units: the container runtime is masked',
    change: addFiles(symlink(`${UNITS}/containerd.service`, '/dev/null')),
    facts: ['containerd.config', 'root.links', ...STARTED],
  },
  {
    name: 'units: a socket on TCP',
    change: addFiles(unit('open.socket', '[Socket]\nListenStream=0.0.0.0:2375\n[Install]\nWantedBy=sockets.target\n'), unit('open.service', service(''))),
    expect: LISTENERS,
    facts: STARTED,
  },
  {
    name: 'units: a timer',
    change: addFiles(unit('often.timer', '[Timer]\nOnBootSec=1min\n[Install]\nWantedBy=timers.target\n'), unit('often.service', service(''))),
    facts: STARTED,
  },
  {
    name: 'units: programs may be run from /tmp',
    change: editFile(`${UNITS}/tmp.mount`, (text) => text.replace('noexec,', '')),
    facts: ['systemd.unit-files', 'systemd.units'],
  },
  {
    name: 'units: a start of a target that is not there',
    change: addFiles(symlink(`${UNITS}/default.target`, 'gone.target')),
    expect: NO_START,
    facts: [...SERVICES, 'root.links', 'systemd.boot', 'systemd.unit-files', 'systemd.units'],
  },
].map((mutation): Mutation => ({ base: 'demo-2026', expect: {}, ...mutation }));
