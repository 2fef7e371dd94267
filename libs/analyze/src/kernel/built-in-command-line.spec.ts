import { describe, expect, it } from 'vitest';
import { withBuiltInWords } from './built-in-command-line.ts';
import { kernelOf, UNKNOWN } from './fixtures/kernel-of.ts';
import { isUnknown } from './kernel-knowledge.ts';

function line(...kernel: Parameters<typeof kernelOf>): string {
  const { commandLine } = withBuiltInWords(kernelOf(...kernel));
  return isUnknown(commandLine) ? '?' : commandLine.map(({ key, value }) => (value === undefined ? key : `${key}=${value}`)).join(' ');
}
const X86 = { X86_64: 'y', CMDLINE_BOOL: 'y', CMDLINE: 'mds=off no-x' };
const ARM = { ARM64: 'y', CMDLINE: 'console=ttyAMA0' };

describe('withBuiltInWords', () => {
  it.each<[string, Parameters<typeof kernelOf>, string]>([
    ['x86: before the boot loader’s, behind bootconfig’s', [X86, 'a=1|b'], 'a=1 mds=off no_x b'],
    ['… in their place', [{ ...X86, CMDLINE_OVERRIDE: 'y' }, 'a=1|b'], 'a=1 mds=off no_x'],
    ['… not without CMDLINE_BOOL', [{ ...X86, CMDLINE_BOOL: 'n' }, 'b'], 'b'],
    ['arm64: only where none is passed', [ARM, 'b'], 'b'],
    ['… in their place', [{ ...ARM, CMDLINE_FORCE: 'y' }, 'b'], 'console=ttyAMA0'],
    ['… after them', [{ ...ARM, CMDLINE_EXTEND: 'y' }, 'b'], 'b console=ttyAMA0'],
    ['none', [{ ...X86, CMDLINE: '' }, 'b'], 'b'],
    ['not named', [{ X86_64: 'y', CMDLINE_BOOL: 'y' }, 'b'], 'b'],
    ['a command line that is not known', [X86, UNKNOWN], '?'],
    ['a configuration that is not known', [UNKNOWN, 'b'], 'b'],
  ])('%s', (_, kernel, expected) => expect(line(...kernel)).toBe(expected));
});
