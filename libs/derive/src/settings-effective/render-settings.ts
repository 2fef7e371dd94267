import type { SettingReading, SettingShape, SettingTable, TableShape } from '@staticfire/analyze/settings';
import { type Failure, type PartialObject, UNREADABLE_FIELDS, type Unreadable } from '@staticfire/facts';

type Problem = Extract<SettingReading, { readonly kind: 'problem' }>;

/** Readings as the fact has them: what cannot be told of a table stands in `$unreadableFields`, of a map in the place of the value. */
export function renderTable({ fields }: Pick<TableShape, 'fields'>, { members }: SettingTable): PartialObject {
  const values: [string, unknown][] = [];
  const failures: [string, Failure][] = [];
  for (const [name, reading] of members) {
    if (reading.kind === 'problem') failures.push([name, failureOf(reading)]);
    else values.push([name, renderReading(fields[name]!, reading)]);
  }
  return { ...Object.fromEntries(values), ...(failures.length === 0 ? {} : { [UNREADABLE_FIELDS]: Object.fromEntries(failures) }) };
}

function renderReading(shape: SettingShape, reading: Exclude<SettingReading, Problem>): unknown {
  if (reading.kind === 'secret') return { redacted: true };
  if (reading.kind === 'value') return reading.value;
  return shape.kind === 'map' ? renderMap(shape.item, reading) : renderTable(shape as TableShape, reading);
}

function renderMap(item: SettingShape, { members }: SettingTable): Readonly<Record<string, unknown>> {
  const value = (reading: SettingReading): unknown | Unreadable =>
    reading.kind === 'problem' ? { $unreadable: failureOf(reading) } : renderReading(item, reading);
  return Object.fromEntries([...members].sort(byName).map(([name, reading]) => [name, value(reading)]));
}

/** Why a setting is not known. */
export function failureOf({ cause, message, origin }: Problem): Failure {
  return { kind: cause === 'wrong' ? 'format' : 'unsupported', structure: origin.file, field: `line ${origin.line}`, message };
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
