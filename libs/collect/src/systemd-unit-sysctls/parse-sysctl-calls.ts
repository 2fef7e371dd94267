import { decodeText } from '@staticfire/read/bytes';
import type { SystemdUnitSysctls } from './systemd-unit-sysctls.schema.ts';

type Call = Pick<Extract<SystemdUnitSysctls['calls'][number], { readonly unit: string }>, 'line' | 'key' | 'value' | 'plain'>;

export interface SysctlCalls {
  readonly calls: readonly Call[];
  readonly wanted: boolean;
}

const EXEC = /^(ExecStart|ExecStartPre|ExecStartPost)[ \t]*=[ \t]*([-@:+!|]*)(.*)$/;
const SYSCTL = /^(?:\/usr)?(?:\/s?bin\/)?sysctl$/;
const INSTALL = /^(?:WantedBy|RequiredBy|UpheldBy)[ \t]*=[ \t]*\S/;

/** Commands of a service that run sysctl (systemd.service(5)). `file` names it in errors. */
export function parseSysctlCalls(bytes: Uint8Array, file: string, maxLength: number): SysctlCalls {
  const calls: Call[] = [];
  let [wanted, conditional] = [false, false];
  for (const [index, text] of decodeText(bytes, file, maxLength).split('\n').entries()) {
    const line = text.trim();
    wanted ||= INSTALL.test(line);
    conditional ||= /^(?:Condition|Assert)[A-Za-z]+[ \t]*=[ \t]*\S/.test(line);
    const [, , , command] = EXEC.exec(line) ?? [];
    if (command !== undefined && /sysctl/.test(command)) calls.push(...readCommand(command, index + 1));
  }
  return { calls, wanted: wanted && !conditional };
}

/** Other programs with sysctl in their names or arguments may do anything or nothing; of them nothing is plain. */
function readCommand(command: string, line: number): Call[] {
  const [program = '', ...words] = command.split(/[ \t]+/).filter((word) => word !== '');
  const known = SYSCTL.test(program);
  const assignments = words.filter((word) => !word.startsWith('-'));
  const options = words.filter((word) => word.startsWith('-')).every((word) => /^-[qwe]+$/.test(word));
  return assignments.map((word) => {
    const at = word.indexOf('=');
    const isPlain = known && options && at > 0 && !/["'\\$%;]/.test(command);
    return { line, key: at < 0 ? word : word.slice(0, at), value: at < 0 ? '' : word.slice(at + 1), plain: isPlain };
  });
}
