import { ModprobeConfig, type ModprobeLine, type ModuleKnowledge, type Unknown } from '@staticfire/analyze/kernel';
import { boolean, type FactState, type Infer, integer, isUnreadable, list, object, optional, string, type Unreadable } from '@staticfire/facts';
import { needState } from '../derivation.ts';
import { type KernelModules, unknownBecause } from '../kernel-input/kernel-input.ts';
import type { ModuleSetting } from './module-settings.ts';

const filesSchema = object({
  files: list(object({ path: string(''), name: string(''), state: string(''), overriddenBy: optional(string('')), readable: boolean('') }), ''),
  entries: list(object({ file: string(''), line: integer(''), command: string(''), name: string(''), argument: optional(string('')) }), ''),
});

type Files = Infer<typeof filesSchema>;

export const modprobeFilesNeed = needState('modprobe.files', filesSchema);

/** The file that settings are rendered into; it hides one of its name in folders behind /etc. */
export const RENDERED = '/etc/modprobe.d/modprobe.conf';
const NAME = 'modprobe.conf';

/** modprobe.d of a node: the files of the image, and the one that settings are rendered into. */
export function readModprobeConfig(state: FactState<Files>, settings: readonly ModuleSetting[]): ModprobeConfig | Unknown {
  if (state.state === 'unreadable') return { unknown: state.error.message };
  const value: Files = state.state === 'present' ? state.value : { files: [], entries: [] };
  const failure = [...value.files, ...value.entries].find(isUnreadable);
  if (failure !== undefined) return { unknown: failure.$unreadable.message };
  const files = value.files.filter(isReadable).filter(({ name }) => name !== NAME);
  const lines = value.entries.filter(isReadable).map(({ argument, ...line }) => ({ ...line, ...(argument === undefined ? {} : { argument }) }));
  const ofImage = files.map(({ overriddenBy, ...file }) => ({ ...file, ...(overriddenBy === undefined ? {} : { overriddenBy }) }));
  return new ModprobeConfig([...ofImage, { path: RENDERED, name: NAME, state: 'read', readable: true }], [...lines, ...renderSettings(settings)]);
}

/** `line` counts settings, so that the one behind a rule is found again. */
function renderSettings(settings: readonly ModuleSetting[]): ModprobeLine[] {
  return settings.flatMap(({ name, rule }, line) =>
    rule === 'none' ? [] : [{ file: RENDERED, line, command: rule, name, ...(rule === 'install' ? { argument: '/bin/true' } : {}) }],
  );
}

/** Of several kernels the modules are one heap: a module that one of them has can be there. */
export function readModuleFiles(state: FactState<KernelModules>): Pick<ModuleKnowledge, 'files' | 'moreFiles' | 'builtin'> {
  if (state.state !== 'present')
    return { files: new Map(), moreFiles: unknownBecause(state, 'kernel.modules'), builtin: unknownBecause(state, 'kernel.modules') };
  const { folders, modules } = state.value;
  const more = modules.find(isUnreadable)?.$unreadable.message;
  const lost = folders.find(isUnreadable)?.$unreadable.message;
  const named = folders.filter(isReadable).map(({ builtinNames }) => builtinNames);
  const known = lost === undefined && named.length > 0 && named.every((names) => names !== undefined);
  return {
    files: new Map(modules.filter(isReadable).map(({ name, path }) => [name, path])),
    ...(more === undefined ? {} : { moreFiles: { unknown: more } }),
    builtin: known ? new Set(named.flatMap((names) => names ?? [])) : { unknown: lost ?? 'the image has no modules.builtin' },
  };
}

function isReadable<T extends object>(element: T | Unreadable): element is T {
  return !isUnreadable(element);
}
