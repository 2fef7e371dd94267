import type { SysctlWrite } from '@staticfire/analyze/kernel';
import { boolean, type FactState, type Infer, integer, isUnreadable, list, object, optional, string } from '@staticfire/facts';
import { needState } from '../derivation.ts';

const callsSchema = object({
  calls: list(
    object({ unit: string(''), file: string(''), line: integer(''), key: string(''), value: string(''), plain: boolean(''), wanted: boolean('') }),
    '',
  ),
});
const unitsSchema = object({
  units: list(object({ path: string(''), name: string(''), kind: string(''), of: optional(string('')), masked: boolean('') }), ''),
});

type Calls = Infer<typeof callsSchema>;
type Units = Infer<typeof unitsSchema>;
type Call = Exclude<Calls['calls'][number], { readonly $unreadable: unknown }>;

export const unitNeeds = { calls: needState('systemd.unit-sysctls', callsSchema), units: needState('systemd.unit-files', unitsSchema) };

/**
 * What services write at every start. One that may or may not run, or whose command cannot be told, leaves its parameter unknown. `doubt` says
 * why a service may write more.
 */
export function readUnitWrites(calls: FactState<Calls>, units: FactState<Units>): { readonly writes: readonly SysctlWrite[]; readonly doubt?: string } {
  if (calls.state === 'unreadable') return { writes: [], doubt: calls.error.message };
  const found = calls.state === 'present' ? calls.value.calls : [];
  const damaged = found.find(isUnreadable);
  const writes = found.flatMap((call) => (isUnreadable(call) ? [] : writeOf(call, units)));
  return { writes, ...(damaged === undefined ? {} : { doubt: damaged.$unreadable.message }) };
}

function writeOf(call: Call, units: FactState<Units>): SysctlWrite[] {
  const { unit, file, line, key, value, plain } = call;
  const reason = whyInDoubt(call, units);
  if (reason === 'it does not run') return [];
  const known = plain && reason === undefined ? value : { unknown: `${file}, line ${line}: ${reason ?? 'the command cannot be told'}` };
  return [{ key: key.replaceAll('/', '.'), value: known, layer: 'unit', file, line, because: `${unit} runs at every start` }];
}

/** systemd.unit(5): the first folder's file counts, drop-ins change it, a mask ends it. */
function whyInDoubt({ unit, file, wanted }: Call, units: FactState<Units>): string | undefined {
  if (units.state !== 'present') return 'the unit files could not be listed';
  const listed = units.value.units.flatMap((each) => (isUnreadable(each) ? [] : [each]));
  if (listed.length < units.value.units.length) return 'not all unit files could be listed';
  const first = listed.find(({ name, kind }) => name === unit && kind === 'unit');
  if (first?.masked || (first !== undefined && first.path !== file)) return 'it does not run';
  if (listed.some(({ kind, of }) => kind === 'drop-in' && of === unit)) return `a drop-in changes ${unit}`;
  return wanted || listed.some(({ name, kind }) => name === unit && ['wants', 'requires', 'upholds'].includes(kind))
    ? undefined
    : `nothing is known to start ${unit}`;
}
