import { commandsOf } from '../kinds/commands.ts';
import type { LoadedUnit } from '../load/loaded-unit.ts';
import { baseName, parseUnitName } from '../names/unit-name.ts';
import { mangle } from './boot-words.ts';

/** What a service tells systemd to do once it runs. */
export interface SystemctlCall {
  readonly verb: 'set-default' | 'isolate' | 'start';
  /** `default.target` stands for what is the default then. */
  readonly units: readonly string[];
  readonly path: string;
  readonly line: number;
}

const STARTED = new Set(['ExecStartPre', 'ExecStart', 'ExecStartPost']);
const WITH_VALUE = new Set([
  '--job-mode',
  '-t',
  '--type',
  '--state',
  '-p',
  '--property',
  '--root',
  '--image',
  '--kill-who',
  '-s',
  '--signal',
  '-H',
  '--host',
  '-M',
  '--machine',
]);

/** Commands of a service that run systemctl with a verb that starts units (systemctl(1)); names as the image writes them. */
export function systemctlCalls(unit: LoadedUnit): readonly SystemctlCall[] {
  return commandsOf(unit).flatMap((command): SystemctlCall[] => {
    if (!STARTED.has(command.key) || baseName(command.program) !== 'systemctl') return [];
    const [verb, ...names] = withoutOptions(command.arguments);
    const { path, line } = command;
    if (verb === 'set-default' || verb === 'isolate') return [{ verb, units: names.slice(0, 1).map(targetOf), path, line }];
    if (verb === 'default') return [{ verb: 'isolate', units: ['default.target'], path, line }];
    return verb === 'start' || verb === 'restart' ? [{ verb: 'start', units: names.map(mangle), path, line }] : [];
  });
}

/** A name without a type is that of a target. */
function targetOf(name: string): string {
  return parseUnitName(name) === undefined ? `${name}.target` : name;
}

function withoutOptions(words: readonly string[]): readonly string[] {
  return words.filter((word, index) => !word.startsWith('-') && !WITH_VALUE.has(words[index - 1] ?? ''));
}
