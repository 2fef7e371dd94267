import { elfBytes } from '../elf/elf-bytes.ts';
import { moduleFile } from '../lab/bytes/module-file.ts';
import type { ImageRecipe } from '../lab/recipe.ts';
import { file, symlink } from '../lab/tree.ts';
import { addFiles, type Change } from './change.ts';
import { addDefaults } from './edit-defaults.ts';
import type { Mutation } from './mutation.ts';

const BASE = 'demo-2026';
const UNITS = 'usr/lib/systemd/system';
const HARDENED = { 'baseline:programs/hardened': 'fail' } as const;
const EXPOSURE = { 'baseline:units/exposure': 'fail' } as const;
const LISTENERS = { 'baseline:services/listeners': 'fail' } as const;
const CONSOLE = { 'baseline:units/no-console-login': 'fail' } as const;
const HEADERS = { 'baseline:kernel/no-headers': 'fail' } as const;
const MEASURED = { 'baseline:units/measured-boot': 'fail' } as const;
const GPUS = { 'baseline:settings/gpu-isolation': 'fail' } as const;
/** Bound at the start by DF_BIND_NOW, with RELRO. */
const LIBRARY = { dynamic: { soname: 'libours.so.1', entries: [[30, 8]] }, relro: true } as const;
/** Together 0.2 of ten more than a service has without any of them. */
const WIDER = '[Service]\nDelegate=yes\nNotifyAccess=all\nKeyringMode=shared\nUMask=0000\nSupplementaryGroups=disk\nAmbientCapabilities=CAP_SYS_ADMIN\n';

/** Nothing asks for it. */
const LIBRARY_FACTS = ['elf.files', 'selinux.labels'];

const library = (stackFlags: number) => addFiles(file('usr/lib/libours.so.1', elfBytes({ ...LIBRARY, stackFlags })));
const service = (name: string) => file(`${UNITS}/${name}`, '[Unit]\nDescription=Measure\n[Service]\nType=oneshot\nExecStart=/usr/bin/containerd\n');
const headers: Change = (base: ImageRecipe) =>
  addFiles(file(`usr/lib/modules/${base.release.kernel}/kernel/kernel/kheaders.ko`, moduleFile('x86_64', { license: 'GPL v2' })))(base);

/** How programs were built, what units take for themselves and what comes with the kernel (BR-19, 22, 36, 41, 44, 48). */
export const baselineMutations: readonly Mutation[] = [
  { name: 'hardened: a stack with code', change: library(7), expect: HARDENED, facts: LIBRARY_FACTS },
  { name: 'hardened: a library as the SDK builds it', change: library(6), expect: {}, facts: LIBRARY_FACTS },
  {
    name: 'exposure: a service that takes more than any',
    change: addFiles(file(`${UNITS}/containerd.service.d/10-wider.conf`, WIDER)),
    expect: EXPOSURE,
    facts: ['selinux.labels', 'systemd.exposure', 'systemd.unit-files', 'systemd.units'],
  },
  {
    name: 'listeners: a socket on UDP',
    change: addFiles(file(`${UNITS}/open.socket`, '[Socket]\nListenDatagram=514\n[Install]\nWantedBy=sockets.target\n'), service('open.service')),
    expect: LISTENERS,
    facts: ['selinux.labels', 'selinux.unit-programs', 'systemd.boot', 'systemd.exposure', 'systemd.unit-files', 'systemd.units'],
  },
  {
    name: 'gpus: containers may take them',
    change: addDefaults('[settings.nvidia-container-runtime]', 'visible-devices-envvar-when-unprivileged = true', 'visible-devices-as-volume-mounts = true'),
    expect: GPUS,
    facts: ['settings.defaults', 'settings.effective', 'settings.origins'],
  },
  {
    name: 'headers: a module that hands them out',
    change: headers,
    expect: HEADERS,
    facts: ['elf.files', 'kernel.module-index', 'kernel.module-signatures', 'kernel.modules', 'modprobe.effective', 'modules.effective', 'selinux.labels'],
  },
  {
    name: 'measured: the command line alone',
    change: addFiles(service('measure-cmdline.service')),
    expect: MEASURED,
    facts: ['selinux.labels', 'selinux.unit-programs', 'systemd.exposure', 'systemd.unit-files', 'systemd.units'],
  },
  {
    name: 'console: a shell for debugging',
    change: addFiles(service('debug-shell.service'), symlink(`${UNITS}/multi-user.target.wants/debug-shell.service`, '../debug-shell.service')),
    expect: CONSOLE,
    facts: ['selinux.labels', 'selinux.unit-programs', 'systemd.boot', 'systemd.exposure', 'systemd.unit-files', 'systemd.units'],
  },
].map((mutation): Mutation => ({ base: BASE, ...mutation }));
