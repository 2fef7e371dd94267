import { type Control, controlKey } from './control.ts';
import { describeUnknown } from './nearest-word.ts';
import type { PackDocument } from './pack-document.ts';
import type { PackProblem } from './pack-problem.ts';
import type { Profile } from './profile.ts';

interface ProfileText extends Omit<Profile, 'id' | 'controls' | 'rules' | 'severities'>, Partial<Pick<Profile, 'rules' | 'severities'>> {
  readonly controls?: { readonly all?: true; readonly levels?: readonly number[]; readonly ids?: readonly string[] };
}

/** The profile of a schema-checked `profiles/<name>.yaml`; its rules are resolved once all packs are there. */
export function readProfile(packId: string, name: string, document: PackDocument, controls: readonly Control[], problems: PackProblem[]): Profile {
  const { title, controls: selection, rules = [], severities = {}, failOn } = document.value as ProfileText;
  if (selection === undefined && rules.length === 0)
    problems.push(document.problem([], 'a profile selects controls or rules', { example: 'controls: { levels: [1] }' }));
  for (const [index, id] of (selection?.ids ?? []).entries()) {
    if (!controls.some((control) => control.id === id))
      problems.push(
        document.problem(
          ['controls', 'ids', index],
          describeUnknown(
            'control',
            id,
            controls.map((control) => control.id),
          ),
        ),
      );
  }
  for (const [index, level] of (selection?.levels ?? []).entries()) {
    if (!controls.some((control) => control.level === level))
      problems.push(document.problem(['controls', 'levels', index], `no control of the pack has level ${level}`));
  }
  const selected = controls.filter(
    ({ id, level }) => selection?.all || selection?.ids?.includes(id) || (level !== undefined && selection?.levels?.includes(level)),
  );
  return { id: controlKey(packId, name), title, controls: selected.map(({ id }) => id), rules, severities, ...(failOn === undefined ? {} : { failOn }) };
}
