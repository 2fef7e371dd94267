import { LimitError } from '../../bytes/index.ts';
import { unquoteGo } from './unquote-go.ts';

/** A module and the version of it that was built in. */
export interface GoModule {
  readonly path: string;
  /** `(devel)` where it was built from a checkout. */
  readonly version: string;
  /** `h1:` and a digest; absent of the main module. */
  readonly sum?: string;
  /** What was built in its place. */
  readonly replacedBy?: { readonly path: string; readonly version: string };
}

export interface GoSetting {
  readonly key: string;
  readonly value: string;
}

/** What is known of a program that was built with modules; old toolchains, and some builds, leave everything out. */
export interface GoModules {
  /** Import path of the package that holds `main`. */
  readonly path?: string;
  readonly main?: GoModule;
  readonly dependencies: readonly GoModule[];
  /** `-tags`, `CGO_ENABLED`, `GOFIPS140`, `DefaultGODEBUG`, `vcs.revision` and others, in the order of the file. */
  readonly settings: readonly GoSetting[];
}

/** kubelet has 300. */
const MAX_LINES = 20_000;

type Module = { -readonly [K in keyof GoModule]: GoModule[K] };

/** Go src/runtime/debug/mod.go, `ParseBuildInfo`: lines with columns between tabs. Lines of other kinds are passed over, as later versions of Go add some. */
export function parseGoModules(text: string): GoModules {
  const lines = text.split('\n', MAX_LINES + 1).map((line) => line.split('\t'));
  if (lines.length > MAX_LINES) throw new LimitError({ structure: 'Go build information', message: `more than ${MAX_LINES} lines` });
  const path = lines.find(([kind]) => kind === 'path')?.[1];
  const modules = readModules(lines);
  const main = modules.find(({ kind }) => kind === 'mod')?.module;
  return {
    ...(path === undefined ? {} : { path }),
    ...(main === undefined ? {} : { main }),
    dependencies: modules.filter(({ kind }) => kind === 'dep').map(({ module }) => module),
    settings: lines.filter(([kind]) => kind === 'build').map((columns) => parseSetting(columns.slice(1).join('\t'))),
  };
}

function readModules(lines: readonly (readonly string[])[]): { kind: string; module: Module }[] {
  const modules: { kind: string; module: Module }[] = [];
  for (const [kind, path = '', version = '', sum] of lines) {
    if (kind === '=>' && modules.length > 0) modules.at(-1)!.module.replacedBy = { path, version };
    if (kind === 'mod' || kind === 'dep') modules.push({ kind, module: { path, version, ...(sum === undefined || sum === '' ? {} : { sum }) } });
  }
  return modules;
}

/** `key=value`; either may be a Go string literal. */
function parseSetting(text: string): GoSetting {
  const quoted = /^("(?:[^"\\]|\\.)*"|`[^`]*`)=(.*)$/.exec(text);
  const equals = text.indexOf('=');
  if (quoted !== null) return { key: unquoteGo(quoted[1]!), value: unquoteGo(quoted[2]!) };
  return equals < 0 ? { key: text, value: '' } : { key: text.slice(0, equals), value: unquoteGo(text.slice(equals + 1)) };
}
