import type { LoadedUnit } from '../load/loaded-unit.ts';
import { simplifyPath, unescapeUnitPath, unitForPath } from '../names/unit-path.ts';
import { lastValid, lastValue } from '../settings/unit-setting.ts';
import { expandSpecifiers } from '../values/specifiers.ts';
import { readUnitPath } from '../values/unit-path-value.ts';
import { refusePam } from './service.ts';

/** What a mount unit mounts. */
export interface Mount {
  /** A device, a folder or a word, with specifiers replaced. */
  readonly what?: string;
  readonly where: string;
  /** `auto` when the unit does not say. */
  readonly type: string;
  readonly options: readonly string[];
}

type MountUnit = Pick<LoadedUnit, 'name' | 'aliases' | 'realPath' | 'settings'>;

/** src/shared/mount-setup.c: PID 1 mounts these itself. */
const API = new Set([
  ...['/proc', '/sys', '/dev', '/run', '/dev/shm', '/dev/pts', '/sys/kernel/security', '/sys/fs/smackfs', '/sys/fs/cgroup', '/sys/fs/pstore'],
  ...['/sys/firmware/efi/efivars', '/sys/fs/bpf', '/sys/fs/selinux', '/dev/console', '/proc/kmsg', '/proc/sys', '/proc/sys/kernel/random/boot_id'],
]);
const BELOW_API = /^\/(?:sys\/fs\/cgroup|run\/host)(?:\/|$)/;

/** A path that no mount unit can have → undefined. */
export function mountOf(unit: MountUnit): Mount | undefined {
  const text = (key: string) => {
    const value = lastValue(unit.settings, 'Mount', key)?.value;
    return value === undefined ? undefined : expandSpecifiers(value, unit)?.text;
  };
  const where = pathSetting(unit, 'Mount', 'Where') ?? unescapeUnitPath(unit.name.prefix);
  if (where === undefined) return undefined;
  const what = text('What');
  return { ...(what === undefined ? {} : { what }), where, type: text('Type') ?? 'auto', options: splitOptions(text('Options') ?? '') };
}

/** src/core/mount.c, `mount_verify`. The root is always mounted. */
export function refuseMount(unit: MountUnit): string | undefined {
  const mount = mountOf(unit);
  if (mount === undefined) return undefined;
  const name = unitForPath(mount.where, 'mount');
  if (name === undefined || ![unit.name.name, ...unit.aliases].includes(name)) return `Where=${mount.where} belongs to ${name ?? 'no unit'}`;
  if (API.has(mount.where) || BELOW_API.test(mount.where)) return `systemd mounts ${mount.where} itself`;
  if (mount.what === undefined && unit.name.name !== '-.mount') return 'it has no What=';
  return refusePam(unit, 'Mount', ['control-group']);
}

/** src/core/automount.c, `automount_verify`. */
export function refuseAutomount(unit: MountUnit): string | undefined {
  const where = automountWhere(unit);
  if (where === undefined) return undefined;
  const name = unitForPath(where, 'automount');
  if (name === undefined || ![unit.name.name, ...unit.aliases].includes(name)) return `Where=${where} belongs to ${name ?? 'no unit'}`;
  const options = splitOptions(lastValue(unit.settings, 'Automount', 'ExtraOptions')?.value ?? '');
  const reserved = options.find((option) => /^(?:fd|pgrp|minproto|maxproto|direct|indirect)(?:=|$)/.test(option));
  return reserved === undefined ? undefined : `ExtraOptions= with ${reserved}, which systemd sets itself`;
}

export function automountWhere(unit: MountUnit): string | undefined {
  return pathSetting(unit, 'Automount', 'Where') ?? unescapeUnitPath(unit.name.prefix);
}

/** src/core/swap.c, `swap_verify`. */
export function refuseSwap(unit: MountUnit): string | undefined {
  const what = swapWhat(unit);
  if (what === undefined) return undefined;
  const name = unitForPath(what, 'swap');
  if (name === undefined || ![unit.name.name, ...unit.aliases].includes(name)) return `What=${what} belongs to ${name ?? 'no unit'}`;
  return refusePam(unit, 'Swap', ['control-group']);
}

export function swapWhat(unit: MountUnit): string | undefined {
  const value = lastValue(unit.settings, 'Swap', 'What')?.value;
  const text = value === undefined ? undefined : expandSpecifiers(value, unit)?.text;
  return text === undefined ? unescapeUnitPath(unit.name.prefix) : simplifyPath(text);
}

export function hasOption(options: readonly string[], ...names: readonly string[]): boolean {
  return options.some((option) => names.includes(option.replace(/=.*$/s, '')));
}

/** The last path that systemd takes; an empty one takes it back. */
function pathSetting(unit: MountUnit, section: string, key: string): string | undefined {
  return lastValid(unit.settings, section, key, (value) => (value === '' ? '' : readUnitPath(value, unit))) || undefined;
}

function splitOptions(text: string): readonly string[] {
  return text.split(',').filter((option) => option !== '');
}
