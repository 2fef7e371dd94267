import { findReading, type ResolvedSettings, type SettingReading } from '@staticfire/analyze/settings';
import type { Unreadable } from '@staticfire/facts';
import { failureOf } from '../settings-effective/render-settings.ts';

export interface BootWord {
  readonly name: string;
  /** Absent for a word without `=`. */
  readonly value?: string;
  readonly layer: 'settings-defaults' | 'user-data';
  readonly file: string;
  readonly line: number;
}

export interface BootSettings {
  readonly kernel: readonly (BootWord | Unreadable)[];
  readonly init: readonly (BootWord | Unreadable)[];
}

/**
 * The words of settings.boot (Bottlerocket's prairiedog writes bootconfig.data anew with them and nothing else, in no order that is known: here by
 * name). Not set, or filled in from the bootconfig that is there → undefined.
 */
export function readBootSettings({ tree }: ResolvedSettings): BootSettings | undefined {
  const boot = findReading(tree, ['boot']);
  if (boot === undefined || (boot.kind === 'problem' && boot.cause === 'generated')) return undefined;
  if (boot.kind === 'problem') return { kernel: [{ $unreadable: failureOf(boot) }], init: [{ $unreadable: failureOf(boot) }] };
  return { kernel: wordsOf(findReading(boot, ['kernel-parameters'])), init: wordsOf(findReading(boot, ['init-parameters'])) };
}

function wordsOf(reading: SettingReading | undefined): (BootWord | Unreadable)[] {
  if (reading === undefined) return [];
  if (reading.kind !== 'table') return reading.kind === 'problem' ? [{ $unreadable: failureOf(reading) }] : [];
  return [...reading.members].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([name, values]) => wordsOfKey(name, values));
}

function wordsOfKey(name: string, reading: SettingReading): (BootWord | Unreadable)[] {
  if (reading.kind === 'problem') return [{ $unreadable: failureOf(reading) }];
  if (reading.kind !== 'value') return [];
  const { layer, file, line } = reading.origin;
  const values = reading.value as readonly string[];
  const quoted = values.some((value) => value.includes('"'));
  if (quoted)
    return [
      { $unreadable: { kind: 'unsupported', structure: file, field: `line ${line}`, message: `a double quote in ${name} changes how all words are split` } },
    ];
  const word = { name, layer: layer === 'defaults' ? ('settings-defaults' as const) : layer, file, line };
  return values.length === 0 ? [word] : values.map((value) => ({ ...word, value }));
}
