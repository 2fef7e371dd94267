import { parseKernelCommandLine } from '@staticfire/read/formats/linux-text';
import { type CommandLineWord, isUnknown, type KernelKnowledge } from './kernel-knowledge.ts';

/**
 * The words that the kernel goes by where CONFIG_CMDLINE has some: on x86 before those of the boot loader, or in their place (arch/x86/kernel/setup.c,
 * CMDLINE_BOOL and CMDLINE_OVERRIDE); on arm64 in their place, or after them (drivers/of/fdt.c, CMDLINE_FORCE and CMDLINE_EXTEND), and else only
 * where a boot loader passes none. Bootconfig comes before both.
 */
export function withBuiltInWords<K extends KernelKnowledge>(kernel: K): K {
  const { commandLine } = kernel;
  const text = kernel.option('CMDLINE');
  if (isUnknown(text) || isUnknown(commandLine) || text === 'n' || text.trim() === '') return kernel;
  const words = parseKernelCommandLine(text).parameters.map(({ name, ...value }) => ({ key: name.replaceAll('-', '_'), ...value }));
  const late = commandLine.filter((word) => word.late);
  const passed = commandLine.filter((word) => !word.late);
  return { ...kernel, commandLine: [...late, ...join(kernel, words, passed)] };
}

function join(kernel: KernelKnowledge, words: readonly CommandLineWord[], passed: readonly CommandLineWord[]): readonly CommandLineWord[] {
  const isSet = (name: string) => kernel.option(name) === 'y';
  if (isSet('X86_64')) return !isSet('CMDLINE_BOOL') ? passed : isSet('CMDLINE_OVERRIDE') ? words : [...words, ...passed];
  if (isSet('CMDLINE_FORCE')) return words;
  return isSet('CMDLINE_EXTEND') ? [...passed, ...words] : passed;
}
