import type { KernelConfig } from '@staticfire/read/formats/kernel-config';

export interface OptionDifference {
  readonly name: string;
  /** Empty when the copy does not name the option. */
  readonly first: string;
  readonly other: string;
}

/** Options that one names with another value than the other; one that is not named and one that is off are the same. */
export function compareOptions(first: KernelConfig, other: KernelConfig): OptionDifference[] {
  const [left, right] = [valuesOf(first), valuesOf(other)];
  const names = [...left.keys(), ...[...right.keys()].filter((name) => !left.has(name))];
  return names.flatMap((name) => {
    const [a, b] = [left.get(name), right.get(name)];
    return (a ?? 'n') === (b ?? 'n') ? [] : [{ name, first: a ?? '', other: b ?? '' }];
  });
}

function valuesOf({ options }: KernelConfig): ReadonlyMap<string, string> {
  return new Map(options.map(({ name, value }) => [name, value]));
}
