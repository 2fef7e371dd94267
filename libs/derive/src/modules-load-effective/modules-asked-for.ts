import { effectiveFiles } from '@staticfire/analyze/kernel';
import { boolean, type FactState, type Infer, integer, isUnreadable, list, object, optional, string, type Unreadable } from '@staticfire/facts';
import { needState } from '../derivation.ts';
import type { LookupFacts } from '../module-lookup/module-lookup.ts';
import type { ModulesLoadEffective } from './modules-load-effective.schema.ts';

const filesSchema = object({
  files: list(object({ path: string(''), name: string(''), state: string(''), overriddenBy: optional(string('')), readable: boolean('') }), ''),
  entries: list(object({ file: string(''), line: integer(''), module: string('') }), ''),
});
const wordsSchema = object({
  parameters: list(object({ key: string(''), value: optional(string('')), file: string(''), line: optional(integer('')) }), ''),
});
export const askingNeeds = { files: needState('modules-load.files', filesSchema), words: needState('cmdline.effective', wordsSchema) };

export type Asked = Omit<Exclude<ModulesLoadEffective['modules'][number], Unreadable>, 'state' | 'module'>;
type Asking = readonly (Asked | Unreadable)[];

/** What systemd-modules-load loads: names of the command line, then files by name (src/modules-load/modules-load.c). */
export function modulesAskedFor(
  files: FactState<Infer<typeof filesSchema>>,
  words: FactState<Infer<typeof wordsSchema>>,
  settings: LookupFacts['modprobe'],
): Asking {
  return [...ofWords(words), ...ofFiles(files), ...ofSettings(settings)];
}

function ofWords(state: FactState<Infer<typeof wordsSchema>>): Asking {
  if (state.state !== 'present') return state.state === 'absent' ? [] : [{ $unreadable: state.error }];
  return state.value.parameters.flatMap((word): Asking => {
    if (isUnreadable(word)) return [word];
    const names = word.key === 'modules_load' ? (word.value ?? '').split(',').filter((name) => name !== '') : [];
    return names.map((name) => ({ name, by: 'cmdline', file: word.file, ...(word.line === undefined ? {} : { line: word.line }) }));
  });
}

function ofFiles(state: FactState<Infer<typeof filesSchema>>): Asking {
  if (state.state !== 'present') return state.state === 'absent' ? [] : [{ $unreadable: state.error }];
  const { files, entries } = state.value;
  const damaged = [...files, ...entries].filter(isUnreadable);
  const read = files.flatMap((each) => (isUnreadable(each) ? [] : [withoutUndefined(each)]));
  const lines = entries.flatMap((each) => (isUnreadable(each) ? [] : [each]));
  const asked = effectiveFiles(read).flatMap(({ path }) => lines.filter(({ file }) => file === path));
  return [...damaged, ...asked.map(({ module, file, line }): Asked => ({ name: module, by: 'modules-load.d', file, line }))];
}

function withoutUndefined({ overriddenBy, ...file }: Exclude<Infer<typeof filesSchema>['files'][number], Unreadable>) {
  return { ...file, ...(overriddenBy === undefined ? {} : { overriddenBy }) };
}

/** Bottlerocket renders them into a file of modules-load.d (template modules-load). */
function ofSettings(state: LookupFacts['modprobe']): Asking {
  if (state.state !== 'present') return state.state === 'absent' ? [] : [{ $unreadable: state.error }];
  return Object.entries(state.value.modules).flatMap(([name, each]) =>
    each === undefined || isUnreadable(each) || !each.autoload ? [] : [{ name, by: 'settings' as const }],
  );
}
