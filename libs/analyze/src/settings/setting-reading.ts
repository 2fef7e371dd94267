import type { SettingOrigin } from './layered-setting.ts';

/** A setting as its shape has it. */
export type SettingValue = string | number | boolean | readonly SettingValue[] | { readonly [name: string]: SettingValue };

/** `wrong`: not what the model has there; `redacted`: looks like a secret; `generated`: a program fills it in when the node starts. */
export type ProblemCause = 'wrong' | 'redacted' | 'generated';

/** What was made of a setting: its value, or why it has none that could be told. */
export type SettingReading =
  | { readonly kind: 'value'; readonly origin: SettingOrigin; readonly value: SettingValue }
  /** There is a value, which is a secret. */
  | { readonly kind: 'secret'; readonly origin: SettingOrigin }
  | { readonly kind: 'problem'; readonly origin: SettingOrigin; readonly cause: ProblemCause; readonly message: string }
  | SettingTable;

/** The fields of a table or the values of a map, by name. */
export interface SettingTable {
  readonly kind: 'table';
  readonly members: ReadonlyMap<string, SettingReading>;
}

/** The reading at a path. */
export function findReading(root: SettingReading, path: readonly string[]): SettingReading | undefined {
  return path.reduce<SettingReading | undefined>((at, name) => (at?.kind === 'table' ? at.members.get(name) : undefined), root);
}
