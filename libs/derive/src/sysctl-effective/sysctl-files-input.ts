import { compareNames, effectiveFiles, orderAssignments, type SysctlAssignment, type Unknown } from '@staticfire/analyze/kernel';
import { boolean, type FactState, type Infer, integer, isUnreadable, list, object, oneOf, optional, string } from '@staticfire/facts';
import { needState } from '../derivation.ts';

const filesSchema = object({
  files: list(object({ path: string(''), name: string(''), state: string(''), overriddenBy: optional(string('')), readable: boolean('') }), ''),
  entries: list(
    object({
      file: string(''),
      line: integer(''),
      kind: oneOf(['set', 'exclude', 'ignored'], ''),
      key: string(''),
      value: optional(string('')),
      glob: boolean(''),
    }),
    '',
  ),
});

type Files = Infer<typeof filesSchema>;

export const sysctlFilesNeed = needState('sysctl.files', filesSchema);

export interface SysctlFilesInput {
  readonly assignments: readonly SysctlAssignment[];
  /** Why the value that an assignment (or nothing) decides may be another one. */
  readonly doubt?: (assignment: SysctlAssignment | undefined) => Unknown | undefined;
}

export function readSysctlFiles(state: FactState<Files>): SysctlFilesInput {
  if (state.state === 'absent') return { assignments: [] };
  if (state.state === 'unreadable') return { assignments: [], doubt: () => ({ unknown: state.error.message }) };
  const files = state.value.files.flatMap((file) => (isUnreadable(file) ? [] : [asFile(file)]));
  const lines = state.value.entries.flatMap((entry) => (isUnreadable(entry) ? [] : [asLine(entry)]));
  return { assignments: orderAssignments(files, lines), ...doubtOf(state.value, effectiveFiles(files)) };
}

/** A file that could not be read leaves alone what files behind it set. */
function doubtOf(
  { files, entries }: Files,
  effective: readonly { readonly path: string; readonly name: string; readonly readable: boolean }[],
): Pick<SysctlFilesInput, 'doubt'> {
  const failure = [...files, ...entries].find(isUnreadable)?.$unreadable;
  if (failure === undefined) return {};
  const unknown = { unknown: failure.message };
  const last = effective.findLast(({ readable }) => !readable);
  if (last === undefined || files.some(isUnreadable)) return { doubt: () => unknown };
  const names = new Map(effective.map(({ path, name }) => [path, name]));
  const isBehind = ({ file }: SysctlAssignment) => compareNames(names.get(file) ?? '', last.name) > 0;
  return { doubt: (assignment) => (assignment !== undefined && isBehind(assignment) ? undefined : unknown) };
}

function asFile({ path, name, state, overriddenBy, readable }: Exclude<Files['files'][number], { $unreadable: unknown }>) {
  return { path, name, state, readable, ...(overriddenBy === undefined ? {} : { overriddenBy }) };
}

function asLine({ file, line, kind, key, value, glob }: Exclude<Files['entries'][number], { $unreadable: unknown }>) {
  return { file, line, kind, key, glob, ...(value === undefined ? {} : { value }) };
}
