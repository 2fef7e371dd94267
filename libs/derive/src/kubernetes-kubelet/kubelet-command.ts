import { attemptRendering, type DocumentValues, readCommandLine, readWorlds, type UnitAssignment, type World } from '@staticfire/analyze/templates';
import { isUnreadable, type Unreadable } from '@staticfire/facts';
import type { ConfigurationFile } from '../rendered-files/configuration-files.ts';
import type { Rendering } from '../rendered-files/rendering-needs.ts';
import { assignmentsOf, dropInsOf, lineFinder, settingsAround } from '../rendered-files/unit-drop-ins.ts';
import type { KnownUnit } from '../rendered-files/unit-input.ts';

/** What the unit runs in the end: `program`, `flag.NAME`, `word`. */
export interface KubeletCommand {
  readonly values: DocumentValues;
  /** The template or unit file that it stands in. */
  readonly file: string;
}

export const KUBELET_UNIT = 'kubelet.service';

const NO_WORLD: World = { conditions: new Map(), rendered: { text: '', lines: [], opens: [] } };

/** The command of kubelet.service with the drop-ins that the image has and those that a node writes. No command → undefined. */
export function kubeletCommand(unit: KnownUnit, { files, templates }: Rendering): KubeletCommand | Unreadable | undefined {
  const dropIns = dropInsOf(KUBELET_UNIT, files);
  const [last, ...others] = dropIns.toReversed();
  if (last === undefined) return staticCommand(unit.settings, unit);
  if (others.length > 0) return unsupported(last, 'several drop-ins of kubelet.service are written by the node');
  const around = settingsAround(unit, last.path);
  if (execStart(around.after).length > 0) return staticCommand(around.after, unit);
  const rendered = templates.render(last.template);
  if (isUnreadable(rendered)) return rendered;
  const read = attemptRendering(() =>
    readWorlds(rendered.worlds, rendered.template, (text, world) => {
      const command = execStart(assignmentsOf(text, rendered.template, around)).at(-1);
      const isOwn = command !== undefined && !('file' in command);
      const line = command?.line ?? 1;
      return (command && readCommandLine(command.value, isOwn ? lineFinder(world, line) : () => line)) ?? { kind: 'map', members: [], line };
    }),
  );
  if ('problem' in read) return { $unreadable: read.problem };
  return read.value.size === 0 ? undefined : { values: read.value, file: rendered.template };
}

function staticCommand(settings: KnownUnit['settings'], { name }: KnownUnit): KubeletCommand | Unreadable | undefined {
  const command = execStart(settings).at(-1);
  if (command === undefined) return undefined;
  const { file, line, value, redacted } = command as KnownUnit['settings'][number];
  const node = redacted ? undefined : readCommandLine(value, () => line);
  if (node === undefined)
    return { $unreadable: { kind: 'unsupported', structure: file, field: `line ${line}`, message: `the command of ${name} is not known` } };
  return { values: readWorlds([NO_WORLD], file, () => node), file };
}

/** An empty assignment forgets those before it. */
function execStart<T extends Pick<UnitAssignment, 'section' | 'key' | 'value'>>(assignments: readonly T[]): readonly T[] {
  const own = assignments.filter(({ section, key }) => section === 'Service' && key === 'ExecStart');
  return own.slice(own.findLastIndex(({ value }) => value === '') + 1);
}

function unsupported({ template }: ConfigurationFile, message: string): Unreadable {
  return { $unreadable: { kind: 'unsupported', structure: template, message } };
}
