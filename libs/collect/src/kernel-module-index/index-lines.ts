/** An alias that names a thing, such as crypto-sha256 or net-pf-16, and not hardware, whose aliases have a colon. */
export interface NamedAlias {
  readonly alias: string;
  readonly module: string;
}

export interface SoftDependency {
  readonly module: string;
  readonly pre: readonly string[];
  readonly post: readonly string[];
}

/** `kernel/fs/udf/udf.ko.gz: kernel/lib/crc-itu-t.ko.gz`: all paths in it. */
export function parseDependencyLine(line: string): readonly string[] {
  const [module = '', ...needed] = line.split(/[: ]+/);
  return [module, ...needed].filter((path) => path !== '');
}

/** `alias fs-udf udf` (depmod of kmod, `output_aliases`). */
export function parseAliasLine(line: string): NamedAlias | undefined {
  const [, alias, module] = /^alias (\S+) (\S+)$/.exec(line) ?? [];
  return alias === undefined || module === undefined || alias.includes(':') ? undefined : { alias, module };
}

/** `udf.alias=fs-udf` (the kernel's scripts/Makefile.modfinal and modpost: modules.builtin.modinfo). */
export function parseBuiltinEntry(entry: string): NamedAlias | undefined {
  const [, module, alias] = /^([^.=]+)\.alias=(\S+)$/.exec(entry) ?? [];
  return alias === undefined || module === undefined || alias.includes(':') ? undefined : { alias, module };
}

/** `softdep a pre: b c post: d` (depmod of kmod, `output_softdeps`). */
export function parseSoftdepLine(line: string): SoftDependency | undefined {
  const [command, module, ...words] = line.split(/[ \t]+/).filter((word) => word !== '');
  if (command !== 'softdep' || module === undefined) return undefined;
  const found = { pre: [] as string[], post: [] as string[] };
  let into: string[] | undefined;
  for (const word of words) {
    if (word === 'pre:' || word === 'post:') into = found[word === 'pre:' ? 'pre' : 'post'];
    else into?.push(word);
  }
  return { module, ...found };
}
