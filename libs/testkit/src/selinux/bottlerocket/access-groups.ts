import { fileClasses, newLoads, power, socketClasses } from './object-classes.ts';
import type { PolicyEra } from './policy-era.ts';

/** A class and its permissions; `all`, and `not (…)`, are CIL. */
type ClassAccess = readonly [tclass: string, permissions: string];
/** What each permission of a class map stands for. */
export type AccessGroups = Readonly<Record<string, Readonly<Record<string, readonly ClassAccess[]>>>>;

const RELABEL = 'relabelfrom relabelto';
const MAC = 'mac_override mac_admin';
const TRANSFORM = 'dyntransition transition setcurrent setexec setfscreate setkeycreate setsockcreate';
const DESCRIBE = 'getsched getsession getpgid getcap getattr getrlimit';
const RELAX = 'execheap execmem execstack';

/** Class maps that files need are in a module of their own, and so on. */
export function accessGroups(era: PolicyEra): AccessGroups {
  return {
    files: fileGroups(era),
    filesystems: { relabel: [['filesystem', RELABEL]] },
    processes: processGroups(era),
    sockets: { relabel: each(socketClasses, RELABEL), use: each(socketClasses, `not (${RELABEL})`) },
    networks: networkGroups(),
    ipcs: { use: each(['sem', 'msg', 'msgq', 'shm', 'ipc'], 'all') },
    systems: systemGroups(era),
  };
}

/** Since 2026 ioctl and the use of descriptors are groups of their own. Whatever no other group has is `mutate`. */
function fileGroups(era: PolicyEra): AccessGroups[string] {
  const watches = `watch watch_mount watch_reads watch_sb${era === 'classic' ? '' : ' watch_mountns'}`;
  const load = `map open read ${watches}`;
  const [ioctl, receive] = [each(fileClasses, 'ioctl'), [['fd', 'use']] as const];
  const others = `execute ioctl getattr execmod mounton quotaon watch_with_perm ${RELABEL} ${load}`;
  const own: Readonly<Record<string, string>> = { file: ' entrypoint execute_no_trans', dir: ' search' };
  return {
    relabel: each(fileClasses, RELABEL),
    mount: [...each(fileClasses, 'mounton quotaon'), ['filesystem', 'mount quotamod remount unmount']],
    relax: each(fileClasses, 'execmod'),
    enter: [['file', 'entrypoint']],
    describe: [...each(fileClasses, 'getattr'), ['filesystem', 'getattr quotaget']],
    load: [...loads(era === 'classic' ? `ioctl ${load}` : load), ['filesystem', 'watch'], ['io_uring', 'cmd'], ...(era === 'classic' ? receive : [])],
    execute: [...each(fileClasses.slice(1, -1), 'execute'), ['file', 'execute execute_no_trans']],
    block: each(fileClasses, 'watch_with_perm'),
    mutate: fileClasses.map((name) => [name, `not (${others}${own[name] ?? ''})`]),
    ...(era === 'classic' ? {} : { ioctl, receive }),
  };
}

function loads(permissions: string): ClassAccess[] {
  const own: Readonly<Record<string, string>> = { dir: ' search', anon_inode: ' execute' };
  return fileClasses.map((name) => [name, `${permissions}${own[name] ?? ''}`]);
}

function processGroups(era: PolicyEra): AccessGroups[string] {
  return {
    transform: [
      ['process', TRANSFORM],
      ['process2', 'nnp_transition nosuid_transition'],
      ['io_uring', 'override_creds'],
    ],
    describe: [['process', DESCRIBE]],
    relax: [
      ['process', RELAX],
      ['memprotect', 'mmap_zero'],
    ],
    interact: [
      ['process', `not (${TRANSFORM} ${DESCRIBE} ${RELAX})`],
      ['io_uring', era === 'classic' ? 'sqpoll' : 'sqpoll allowed'],
    ],
  };
}

function networkGroups(): AccessGroups[string] {
  const [association, packet] = ['setcontext polmatch', 'relabelto'];
  const whole = ['node', 'netif', 'peer', 'infiniband_pkey', 'infiniband_endport'];
  return {
    relabel: [
      ['association', association],
      ['packet', packet],
    ],
    use: [...each(whole, 'all'), ['association', `not (${association})`], ['packet', `not (${packet})`]],
  };
}

function systemGroups(era: PolicyEra): AccessGroups[string] {
  const managed = era === 'classic' ? power : `${power} ${newLoads}`;
  const whole = ['binder', 'bpf', 'capability', 'cap_userns', 'key', 'lockdown', 'perf_event', 'user_namespace'];
  return {
    manage: [...each(['capability2', 'cap2_userns'], MAC), ...each(['dbus', 'kernel_service', 'security', 'service'], 'all'), ['system', managed]],
    use: [...each(whole, 'all'), ...each(['capability2', 'cap2_userns'], `not (${MAC})`), ['system', `not (${managed})`]],
  };
}

function each(classes: readonly string[], permissions: string): ClassAccess[] {
  return classes.map((name) => [name, permissions]);
}
