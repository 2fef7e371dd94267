import { isUnknown, type Unknown } from '@staticfire/analyze/kernel';
import { object, oneOf, optional, string, type Unreadable } from '@staticfire/facts';
import { defineDerivation, need, needIfPresent } from '../derivation.ts';
import { configSchema, kernelNeeds, numbersOf, optionsOf, unreadableOf, versionOf } from '../kernel-input/kernel-input.ts';
import { architectures, type KernelOptions, kernelOptions } from './kernel-options.schema.ts';

type Architecture = KernelOptions['architecture'];

/** The option that every kernel of an architecture has (arch/x86/Kconfig, arch/arm64/Kconfig, …). */
const OPTION_OF = { X86_64: 'x86_64', X86_32: 'i686', ARM64: 'aarch64', RISCV: 'riscv64', LOONGARCH: 'loongarch64' } as const;
const kernelSchema = object({ architecture: optional(oneOf(architectures, '')), release: optional(string('')), headerRelease: optional(string('')) });

export const deriveKernelOptions = defineDerivation({
  fact: kernelOptions,
  needs: { config: need('kernel.config', configSchema), modules: kernelNeeds.modules, kernel: needIfPresent('boot.kernel', kernelSchema) },
  derive({ config, modules, kernel }): KernelOptions | Unreadable {
    const state = { state: 'present', value: config } as const;
    const options = optionsOf(state);
    if (isUnknown(options)) return unreadableOf(options, 'kernel options');
    const version = numbersOf(kernel?.release ?? kernel?.headerRelease) ?? versionOf(state, modules);
    if (isUnknown(version)) return unreadableOf(version, 'kernel options', 'release');
    const architecture = kernel?.architecture ?? architectureOf(options);
    if (isUnknown(architecture)) return unreadableOf(architecture, 'kernel options', 'architecture');
    const [major = 0, minor = 0] = version;
    return { architecture, release: major * 100 + minor, options: Object.fromEntries([...options].filter(([, value]) => value !== 'n').sort(byName)) };
  },
});

function architectureOf(options: ReadonlyMap<string, string>): Architecture | Unknown {
  const named = Object.entries(OPTION_OF).find(([option]) => options.get(option) === 'y');
  return named?.[1] ?? { unknown: 'what the kernel runs on is not known' };
}

function byName([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : 1;
}
