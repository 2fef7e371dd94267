import { UnsupportedError } from '../../bytes/index.ts';
import type { GrubMenuEntry } from './grub-config.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A menu entry while its commands run. */
export interface OpenEntry extends Mutable<Omit<GrubMenuEntry, 'initrds'>> {
  initrds: string[];
  /** The command `boot` was met. */
  boots?: true;
}

/** Commands that change neither variables nor what is loaded. */
export const HARMLESS_COMMANDS: ReadonlySet<string> = new Set([
  ...['echo', 'sleep', 'boot', 'reboot', 'halt', 'export', 'insmod', 'true', 'false', 'clear', 'loadfont', 'serial', 'trust', 'list_trusted'],
  ...['terminal_input', 'terminal_output', 'verify_detached', 'background_color', 'background_image', 'play'],
]);
const LINUX_COMMANDS = new Set(['linux', 'linux16', 'linuxefi']);
const INITRD_COMMANDS = new Set(['initrd', 'initrd16', 'initrdefi']);

/**
 * Runs a command of an entry; `lines` are those of its words. A later linux or initrd command replaces an earlier one. Behind `boot` nothing
 * runs unless booting fails: whether what is loaded there boots, nobody can tell. Other loaders, and commands that may set variables, are not read.
 */
export function runInEntry(entry: OpenEntry, name: string, values: readonly string[], [line, ...lines]: readonly number[]): void {
  const loads = LINUX_COMMANDS.has(name) || INITRD_COMMANDS.has(name);
  if (loads ? entry.boots : !HARMLESS_COMMANDS.has(name))
    throw new UnsupportedError({ structure: 'grub.cfg', field: `line ${line}`, message: loads ? `${name} behind boot` : `the command ${name}` });
  if (name === 'boot') entry.boots = true;
  if (LINUX_COMMANDS.has(name) && values[0] !== undefined) {
    entry.kernel = values[0];
    entry.commandLine = values.slice(1).map(quoteArgument).join(' ');
    entry.argumentLines = lines.slice(1);
  }
  if (INITRD_COMMANDS.has(name)) entry.initrds = [...values];
}

/** As GRUB's grub_create_loader_cmdline: quotes where there is a space, a backslash before quotes and backslashes. */
function quoteArgument(argument: string): string {
  const escaped = argument.replaceAll(/[\\'"]/g, '\\$&');
  return argument.includes(' ') ? `"${escaped}"` : escaped;
}
