import type { BootConfigKey } from './boot-config.ts';

/** What the configuration adds to the command line: words as the kernel writes them, `key` or `key=value`. */
export interface BootConfigParameters {
  /** From keys below `kernel`. The kernel puts them before the boot loader's words. */
  readonly kernel: readonly string[];
  /** From keys below `init`. The kernel puts them behind `--`, before what the boot loader has there. */
  readonly init: readonly string[];
}

/** XBC_KEYLEN_MAX less the terminating NUL, and XBC_DEPTH_MAX */
const MAX_NAME_LENGTH = 255;
const MAX_WORDS = 16;

/**
 * The command-line words of a boot configuration (Linux lib/bootconfig.c, `xbc_snprint_cmdline`). A value with white space
 * stands in double quotes; older kernels quote every value, which means the same. A double quote inside a value is not
 * escaped: it changes how the kernel splits everything behind it, so judge `commandLineWithBootConfig`, not single words.
 */
export function bootConfigParameters(keys: readonly BootConfigKey[]): BootConfigParameters {
  return { kernel: wordsBelow('kernel', keys), init: wordsBelow('init', keys) };
}

/**
 * The command line as /proc/cmdline has it when the kernel uses the boot configuration: it must find the parameter
 * `bootconfig` in `commandLine`, or be built with CONFIG_BOOT_CONFIG_FORCE (Linux init/main.c, `setup_command_line`).
 */
export function commandLineWithBootConfig(commandLine: string, parameters: BootConfigParameters): string {
  const kernel = parameters.kernel.map((word) => `${word} `).join('');
  const init = parameters.init.join(' ');
  if (init === '') return kernel + commandLine;
  const dashes = endOfDashes(commandLine);
  if (dashes === undefined) return `${kernel}${commandLine} -- ${init}`;
  return `${kernel}${commandLine.slice(0, dashes)}${init}${commandLine.slice(dashes - 1)}`;
}

/** Nothing at all when a key cannot be written: when the top word has a value itself or nothing below it, or a key is too deep. */
function wordsBelow(top: string, keys: readonly BootConfigKey[]): string[] {
  if (keys.some(({ key }) => key === top)) return [];
  const below = keys.filter(({ key }) => key.startsWith(`${top}.`));
  if (below.some(({ key }) => key.split('.').length > MAX_WORDS)) return [];
  return below.flatMap(({ key, values }) => renderWords(key.slice(top.length + 1, top.length + 1 + MAX_NAME_LENGTH), values));
}

function renderWords(name: string, values: readonly string[]): string[] {
  if (values.length === 0) return [name];
  return values.map((value) => (/[ \t\r\n]/.test(value) ? `${name}="${value}"` : `${name}=${value}`));
}

/** Behind the first word `--` and the spaces after it; double quotes keep spaces in a word (Linux lib/cmdline.c, `next_arg`). */
function endOfDashes(commandLine: string): number | undefined {
  for (let at = skipSpaces(commandLine, 0); at < commandLine.length; ) {
    const end = endOfWord(commandLine, at);
    const next = skipSpaces(commandLine, end);
    if (/^"?--"?$/.test(commandLine.slice(at, end))) return next;
    at = next;
  }
  return undefined;
}

function endOfWord(text: string, from: number): number {
  let quoted = false;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '"') quoted = !quoted;
    else if (!quoted && /\s/.test(text[at]!)) return at;
  }
  return text.length;
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text[at]!)) at++;
  return at;
}
