import type { ImageRecipe } from '../lab/recipe.ts';
import { systemRoot } from '../lab/release.ts';
import type { PolicyOutput, TreeEntry } from '../lab/tree.ts';
import { policyVersions } from '../selinux/bottlerocket/policy-era.ts';

type Change = (base: ImageRecipe) => ImageRecipe;

/** Paths of the policy's files, the system root as `usr/`. */
export const factory = 'usr/share/factory/etc/selinux';
export const fileContexts = `${factory}/fortified/contexts/files/file_contexts`;
export const runtimeContexts = `${factory}/fortified/contexts/lxc_contexts`;
const MODULE = /\/active\/modules\/100\/([^/]+)\/cil$/;

export function policyPath({ release }: ImageRecipe): string {
  return `${systemRoot(release)}/share/factory/etc/selinux/fortified/policy/policy.${policyVersions[release.policyEra]}`;
}

/** Statements at the end of module `rules`, compiled with neverallow statements unchecked. */
export function addToPolicy(...statements: readonly string[]): Change {
  return editModules((text, name) => (name === 'rules' ? `${text}${statements.join('\n')}\n` : text));
}

/** A text of the modules replaced wherever it is, and compiled likewise. Throws when no module has it. */
export function replaceInPolicy(before: string, after: string): Change {
  return editModules((text) => text.replaceAll(before, after));
}

/** The modules, and what secilc makes of them all: the image is as if it was built from other sources. Throws when nothing is changed. */
export function editModules(edit: (text: string, name: string) => string): Change {
  return (base) => {
    const entries = base.root.entries.map((entry) => {
      const name = MODULE.exec(entry.path)?.[1];
      return name === undefined ? entry : { ...entry, content: edit(String(entry.content), name) };
    });
    const cil = sources(entries);
    if (cil === sources(base.root.entries)) throw new Error(`nothing was changed in the policy of ${base.name}`);
    const recompiled = entries.map((entry) => (entry.compiled === undefined ? entry : { ...entry, compiled: { ...entry.compiled, cil, checked: false } }));
    return { ...base, root: { ...base.root, entries: recompiled } };
  };
}

/** One module alone; what was compiled stays. */
export function editModuleAlone(name: string, edit: (text: string) => string): Change {
  return (base) => {
    const entries = base.root.entries.map((entry) => (MODULE.exec(entry.path)?.[1] === name ? { ...entry, content: edit(String(entry.content)) } : entry));
    return { ...base, root: { ...base.root, entries } };
  };
}

/** The binary policy alone made of other sources, or otherwise; the modules stay. */
export function changeBinaryPolicy(change: (output: PolicyOutput) => Partial<PolicyOutput>): Change {
  return (base) => {
    const path = policyPath(base);
    const entries = base.root.entries.map((entry) => {
      if (entry.path !== path || entry.compiled === undefined) return entry;
      return { ...entry, compiled: { ...entry.compiled, checked: false, ...change(entry.compiled) } };
    });
    return { ...base, root: { ...base.root, entries } };
  };
}

/** Another label of a file on ROOT than the policy has for it; null for none. `usr/` is the system root. Throws when it is not there. */
export function relabel(path: string, label: string | null): Change {
  return (base) => {
    const absolute = path.startsWith('usr/') ? path.replace('usr', systemRoot(base.release)) : path;
    const last = base.root.entries.findLastIndex((each) => each.path === absolute);
    if (last < 0) throw new Error(`${base.name} has no ${path}`);
    return { ...base, root: { ...base.root, entries: base.root.entries.map((entry, index) => (index === last ? { ...entry, label } : entry)) } };
  };
}

function sources(entries: readonly TreeEntry[]): string {
  return entries.flatMap(({ path, content }) => (MODULE.test(path) ? [String(content)] : [])).join('');
}
