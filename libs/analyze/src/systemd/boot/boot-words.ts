import { isUnitName, parseUnitName } from '../names/unit-name.ts';
import { parseBoolean } from '../values/boolean.ts';

/** A word of the kernel command line. */
export interface BootWord {
  readonly name: string;
  readonly value?: string;
}

/** What the command line tells systemd and its generators (systemd(1), systemd-debug-generator(8), systemd-getty-generator(8)). */
export interface BootWords {
  /** systemd.unit=, or a word of old such as `single`; the last one counts. */
  readonly target?: string;
  readonly masks: readonly string[];
  readonly wants: readonly string[];
  /** Serial and other consoles that are no virtual terminals. */
  readonly consoles: readonly string[];
  /** Names of other words that make generators make units. */
  readonly others: readonly string[];
}

/** src/basic/unit-file.c, `runlevel_to_target`. */
const RUNLEVELS: Readonly<Record<string, string>> = {
  emergency: 'emergency.target',
  '-b': 'emergency.target',
  rescue: 'rescue.target',
  single: 'rescue.target',
  '-s': 'rescue.target',
  s: 'rescue.target',
  S: 'rescue.target',
  '1': 'rescue.target',
  '2': 'multi-user.target',
  '3': 'multi-user.target',
  '4': 'multi-user.target',
  '5': 'graphical.target',
};
const OTHERS = new Set([
  'systemd.run',
  'systemd.break',
  'luks.uuid',
  'luks.name',
  'roothash',
  'usrhash',
  'mount.usr',
  'systemd.mount_extra',
  'systemd.swap_extra',
]);

export function readBootWords(words: readonly BootWord[]): BootWords {
  const named = words.map(({ name, value }) => ({ key: name.replaceAll('-', '_'), name, value }));
  const of = (key: string) => named.flatMap((word) => (word.key === key && word.value !== undefined ? [word.value] : []));
  const targets = named.flatMap(({ key, name, value }) => {
    if (key === 'systemd.unit' && value !== undefined) return isUnitName(value) ? [value] : [];
    return value === undefined && Object.hasOwn(RUNLEVELS, name) ? [RUNLEVELS[name]!] : [];
  });
  const target = targets.at(-1);
  return {
    ...(target === undefined ? {} : { target }),
    masks: of('systemd.mask').map(mangle).filter(isUnitName),
    wants: [...of('systemd.wants').map(mangle).filter(isUnitName), ...(wantsDebugShell(named) ? ['debug-shell.service'] : [])],
    consoles: of('console').flatMap((value) => consoleOf(value)),
    others: [...new Set(named.flatMap(({ key, name }) => (OTHERS.has(key) ? [name] : [])))],
  };
}

/** A name without a type is that of a service. */
export function mangle(name: string): string {
  return parseUnitName(name) === undefined ? `${name}.service` : name;
}

/** A boolean, or the terminal that it is to be on. */
function wantsDebugShell(words: readonly { readonly key: string; readonly value: string | undefined }[]): boolean {
  const last = words.findLast(({ key }) => key === 'systemd.debug_shell');
  return last !== undefined && (last.value === undefined || parseBoolean(last.value) !== false);
}

/** `ttyS0,115200n8` → `ttyS0`. Virtual terminals have gettys of their own. */
function consoleOf(value: string): string[] {
  const device = value.split(',')[0]!;
  return device === '' || device === 'null' || /^tty\d*$/.test(device) ? [] : [device];
}
