import type { RuleRecipe } from './policy-recipe.ts';
import { smallPolicy } from './small-policy.ts';
import { writePolicy } from './write-policy.ts';

/** Types of the policy by name; `domains` is an attribute of the first three. */
export const domainTypes = { start: 1, middle: 2, last: 3, program: 4, content: 5, domains: 6 } as const;

type TypeName = keyof typeof domainTypes;
const PROCESS = ['transition', 'dyntransition', 'setexec', 'setcurrent', 'ptrace'];
const FILE = ['read', 'write', 'execute', 'entrypoint', 'getattr'];

/** `allow start program:file read execute`, or `transition start program last`; an indented line counts when the boolean `switch` is on, which it is not. */
function ruleOf(line: string): RuleRecipe {
  const [kind, source, key, ...rest] = line.trim().split(' ');
  const [target, className = 'process'] = key!.split(':');
  const types = { source: domainTypes[source as TypeName], target: domainTypes[target as TypeName] };
  const names = className === 'file' ? FILE : PROCESS;
  const data = kind === 'allow' ? rest.reduce((vector, name) => vector | (1 << names.indexOf(name)), 0) : domainTypes[rest[0] as TypeName];
  return { ...types, tclass: className === 'file' ? 2 : 1, specified: kind === 'allow' ? 0x1 : 0x10, data };
}

/** A binary policy of these rules, one a line. */
export function domainsPolicy(text: string): Buffer {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const permissions = (names: readonly string[]) => names.map((name, index) => [name, index + 1] as const);
  const types = Object.entries(domainTypes).map(([name, value]) => ({ name, value, properties: name === 'domains' ? 3 : 1 }));
  const object = { user: 1, role: 1, type: domainTypes.content, range: [{ sensitivity: 1, categories: [] }] as const };
  return writePolicy({
    ...smallPolicy,
    commons: [],
    classes: [
      { name: 'process', value: 1, permissionCount: PROCESS.length, permissions: permissions(PROCESS) },
      { name: 'file', value: 2, permissionCount: FILE.length, permissions: permissions(FILE) },
    ],
    types,
    roles: [smallPolicy.roles[0]!, { name: 'worker', value: 2, dominates: [2], types: [1] }],
    permissive: [],
    rules: lines.filter((line) => !line.startsWith(' ')).map(ruleOf),
    booleans: [{ name: 'switch', value: 1, state: 0 }],
    conditionals: [{ state: 0, expression: [[1, 1]], whenTrue: lines.filter((line) => line.startsWith(' ')).map(ruleOf), whenFalse: [] }],
    roleTransitions: [],
    filenameTransitions: [],
    rangeTransitions: [],
    initialSids: [[1, object]],
    ports: [],
    fsUses: [],
    genfs: [],
    attributes: [[1, 6], [2, 6], [3, 6], [4], [5], [6]],
  });
}
