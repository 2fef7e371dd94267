import { splitQuotedWords } from './split-words.ts';

/** systemd 252, src/shared/seccomp-util.c, `seccomp_arch_from_string`. */
const NAMES = new Set(
  `native x86 x86-64 x32 arm arm64 mips mips64 mips64-n32 mips-le mips64-le mips64-le-n32 parisc parisc64 ppc ppc64 ppc64-le riscv64 s390 s390x`.split(' '),
);

/** SystemCallArchitectures= after one more assignment: names that do not exist are passed over. */
export function assignArchitectures(current: ReadonlySet<string>, value: string): ReadonlySet<string> {
  return value === '' ? new Set() : current.union(new Set(splitQuotedWords(value).words.filter((word) => NAMES.has(word))));
}
