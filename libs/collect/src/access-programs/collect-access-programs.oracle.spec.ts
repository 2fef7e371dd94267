import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { debianFolder, describeOracle, toolsFor } from '@staticfire/testkit';
import { expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import { collectRootShells } from '../root-shells/collect-root-shells.ts';
import { collectAccessPrograms } from './collect-access-programs.ts';

/** Debian package, program in it, and what it is found as under another name. */
const PROGRAMS = [
  ['python3.11-minimal', 'usr/bin/python3.11', 'interpreter python content'],
  ['perl-base', 'usr/bin/perl', 'interpreter perl content'],
  ['mawk', 'usr/bin/mawk', 'interpreter mawk content'],
  ['gawk', 'usr/bin/gawk', 'interpreter gawk content'],
  ['lua5.4', 'usr/bin/lua5.4', 'interpreter lua content'],
  ['ruby3.1', 'usr/bin/ruby3.1', 'interpreter ruby needs'],
  ['tcl8.6', 'usr/bin/tclsh8.6', 'interpreter tcl needs'],
  ['openssh-server', 'usr/sbin/sshd', 'ssh-server sshd content'],
  ['dropbear-bin', 'usr/sbin/dropbear', 'ssh-server dropbear content'],
  ['openssh-client', 'usr/bin/ssh', 'ssh-client ssh content'],
  ['sudo', 'usr/bin/sudo', 'privilege sudo needs'],
  ['opendoas', 'usr/bin/doas', 'privilege doas content'],
  ['pkexec', 'usr/bin/pkexec', 'privilege pkexec needs'],
  ['util-linux', 'bin/su', 'pam pam needs'],
  ['util-linux', 'sbin/agetty', 'console getty content'],
  ['util-linux', 'sbin/sulogin', 'login sulogin content'],
  ['login', 'bin/login', 'login login content'],
  ['libpam-modules', 'lib/x86_64-linux-gnu/security/pam_unix.so', 'pam pam needs'],
  ['rpm', 'usr/bin/rpm', 'package-manager rpm needs'],
  ['dpkg', 'usr/bin/dpkg', 'package-manager dpkg content'],
  ['apt', 'usr/bin/apt-get', 'package-manager apt needs'],
  ['binutils-x86-64-linux-gnu', 'usr/bin/x86_64-linux-gnu-ld.bfd', 'compiler ld content'],
  ['cpp-12', 'usr/bin/x86_64-linux-gnu-cpp-12', 'compiler gcc content'],
  ['make', 'usr/bin/make', 'compiler make content'],
  ['strace', 'usr/bin/strace', 'debugger strace content'],
  ['ltrace', 'usr/bin/ltrace', 'debugger ltrace content'],
  ['tcpdump', 'usr/bin/tcpdump', 'debugger tcpdump needs'],
  ['curl', 'usr/bin/curl', 'network-client curl needs'],
  ['wget', 'usr/bin/wget', 'network-client wget content'],
  ['netcat-openbsd', 'bin/nc.openbsd', 'network-client nc content'],
  ['netcat-traditional', 'bin/nc.traditional', 'network-client nc content'],
  ['socat', 'usr/bin/socat', 'network-client socat content'],
  ['inetutils-telnet', 'usr/bin/inetutils-telnet', 'clear-text telnet content'],
  ['tnftp', 'usr/bin/tnftp', 'clear-text ftp content'],
  ['vim-tiny', 'usr/bin/vim.tiny', 'editor vi content'],
  ['nano', 'bin/nano', 'editor nano content'],
  ['cron', 'usr/sbin/cron', 'scheduler cron content'],
  ['at', 'usr/bin/at', 'scheduler at content'],
] as const;

const SHELLS = [
  ['bash', 'bin/bash'],
  ['dash', 'bin/dash'],
  ['busybox-static', 'bin/busybox'],
  ['zsh', 'bin/zsh'],
  ['mksh', 'bin/mksh'],
  ['toybox', 'bin/toybox'],
] as const;

/** Programs that are on every image: nothing of them is a way in. */
const HARMLESS = [
  'coreutils',
  'findutils',
  'grep',
  'sed',
  'mount',
  'kmod',
  'iproute2',
  'iptables',
  'e2fsprogs',
  'procps',
  'chrony',
  'dbus-daemon',
  'systemd-container',
] as const;

describeOracle("Debian's programs under other names", toolsFor('apt-get', 'dpkg-deb'), () => {
  it('are found by what is in them', async () => {
    const tree = await treeOf(PROGRAMS);
    const { value } = (await collectFrom(collectAccessPrograms, tree)) as {
      value: { programs: readonly { path: string; kind: string; program: string; foundBy: string }[] };
    };
    const found = Object.groupBy(value.programs, ({ path }) => path);
    const told = PROGRAMS.map(([name, path], index) => [
      name,
      path,
      (found[`/usr/libexec/agent${index}`] ?? []).map(({ kind, program, foundBy }) => `${kind} ${program} ${foundBy}`),
    ]);
    expect(told).toEqual(PROGRAMS.map(([name, path, expected]) => [name, path, expect.arrayContaining([expected])]));
  }, 600_000);

  it('are found when they are shells', async () => {
    const { value } = (await collectFrom(collectRootShells, await treeOf(SHELLS))) as { value: { shells: readonly { path: string }[] } };
    expect(value.shells.map(({ path }) => path).sort()).toEqual(SHELLS.map((_, index) => `/usr/libexec/agent${index}`));
  }, 600_000);

  it('are not found where there are none', async () => {
    const tree: Record<string, Uint8Array> = {};
    for (const name of HARMLESS) {
      const folder = await debianFolder(name);
      for (const path of programsBelow(folder)) tree[`/${name}${path}`] = readFileSync(join(folder, path));
    }
    expect(Object.keys(tree).length).toBeGreaterThan(150);
    const { value } = (await collectFrom(collectAccessPrograms, tree)) as { value: { programs: readonly { path: string; foundBy: string }[] } };
    expect(value.programs).toEqual([]);
  }, 600_000);
});

async function treeOf(programs: readonly (readonly [string, string, ...string[]])[]): Promise<Record<string, Uint8Array>> {
  const tree: Record<string, Uint8Array> = {};
  for (const [index, [name, path]] of programs.entries()) tree[`/usr/libexec/agent${index}`] = readFileSync(join(await debianFolder(name), path));
  return tree;
}

function programsBelow(folder: string): readonly string[] {
  return ['/bin', '/sbin', '/usr/bin', '/usr/sbin', '/usr/lib'].flatMap((top) =>
    existsSync(join(folder, top))
      ? readdirSync(join(folder, top), { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [`${top}/${entry.name}`] : []))
      : [],
  );
}
