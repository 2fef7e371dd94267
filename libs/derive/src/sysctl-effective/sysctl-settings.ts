import type { SysctlWrite, Unknown } from '@staticfire/analyze/kernel';
import { findReading, type ResolvedSettings, type SettingReading } from '@staticfire/analyze/settings';
import { isUnreadable, type Unreadable } from '@staticfire/facts';

/** What settings.kernel.sysctl writes (Bottlerocket's corndog). */
export function readSysctlSettings(settings: ResolvedSettings | Unreadable | undefined): readonly SysctlWrite[] | Unknown {
  if (settings === undefined) return [];
  if (isUnreadable(settings)) return { unknown: settings.$unreadable.message };
  for (const path of [['kernel'], ['kernel', 'sysctl']]) {
    const reading = findReading(settings.tree, path);
    if (reading === undefined) return [];
    if (reading.kind === 'problem') return { unknown: reading.message };
    if (path.length === 2 && reading.kind === 'table') return [...reading.members].flatMap(([key, member]) => writeOf(key, member));
  }
  return [];
}

function writeOf(name: string, reading: SettingReading): SysctlWrite[] {
  const key = dottedKey(name);
  if (key === undefined || reading.kind === 'table') return [];
  const { layer, file, line } = reading.origin;
  const value = reading.kind === 'value' ? String(reading.value) : { unknown: reading.kind === 'problem' ? reading.message : 'its value is a secret' };
  return [{ key, value, layer: layer === 'defaults' ? 'settings-defaults' : layer, file, line }];
}

/** Corndog takes dots and slashes alike. A path that leaves /proc/sys is no parameter. */
function dottedKey(name: string): string | undefined {
  const parts = name.split(/[./]/).filter((part) => part !== '');
  return parts.length === 0 || /(?:^|\/)\.\.(?:\/|$)/.test(name) ? undefined : parts.join('.');
}
