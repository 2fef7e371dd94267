import { InvalidContextError, parseContext } from '../../contexts/index.ts';
import { UnknownSymbolError } from '../../rule-query.ts';
import { WorkBudget } from '../../work-budget.ts';
import { EmptyAssertionError, MissingDataError, MissingEvidenceError } from '../assertion-errors.ts';
import { matchesPath, PATH_GLOB } from '../path-glob.ts';
import { readable, unreadableCount } from '../readable.ts';
import { kindSchema, nameSchema, namesSchema } from '../schema-parts.ts';
import type { AssertionScope, Leniency, NameSet } from '../scope/index.ts';
import type { ViolationDraft } from '../violation-list.ts';

/** Executable files have labels of these types. A path without a file is a violation unless `missing: ok`. */
export interface FileLabelAssertion extends Leniency {
  readonly assert: 'file_label';
  /** By glob (`/usr/bin/runc*`, `/usr/libexec/**`, see `matchesPath`): a type or several, any of which the label may have; attributes stand for their members. */
  readonly paths: Readonly<Record<string, string | NameSet>>;
}

export const fileLabelSchema = kindSchema(
  'file_label',
  {
    paths: {
      title: 'types by path, for example /usr/bin/runc*: runtime_exec_t',
      type: 'object',
      propertyNames: { title: 'an absolute path, in which ** stands alone between slashes', pattern: PATH_GLOB },
      additionalProperties: { title: 'the type that the files have to have, or several', anyOf: [nameSchema('a type'), namesSchema('types')] },
      minProperties: 1,
    },
  },
  ['paths'],
);

/** Pairs of a path and a glob. */
const MAX_PAIRS = 20_000_000;

/** Files that have one label, and its type: undefined for none, a text for a label that the policy does not take. */
interface LabelledFiles {
  readonly label: string | undefined;
  readonly type: number | string | undefined;
  readonly paths: readonly string[];
}

export function decideFileLabel(scope: AssertionScope, { paths, missing }: FileLabelAssertion): ViolationDraft[] {
  const { executables } = scope.data;
  if (executables === undefined) throw new MissingDataError('file_label', 'the executable files of an image with their labels');
  const globs = Object.entries(paths);
  if (globs.length === 0) throw new EmptyAssertionError('paths', 'there are none');
  const groups = readable(executables).map(({ label, paths: own }): LabelledFiles => {
    return { label, type: label === undefined ? undefined : typeOf(scope, label), paths: own };
  });
  const unread = unreadableCount(executables);
  const budget = new WorkBudget('paths of file_label', MAX_PAIRS);
  const verdicts = globs.map(([glob, names]) => decideGlob(scope, groups, glob, names, budget));
  const wrong = verdicts.flatMap(({ violations }) => violations);
  const absent = missing === 'ok' ? [] : verdicts.filter(({ count }) => count === 0).map(({ glob }) => ({ subject: glob, message: 'no file is there' }));
  // A file that seems not to be there may be one that could not be read.
  if (unread > 0 && wrong.length === 0)
    throw new MissingEvidenceError(`nothing that was read violates it, but ${unread} files or lists of them could not be read`);
  return unread > 0 ? wrong : [...wrong, ...absent];
}

function decideGlob(scope: AssertionScope, groups: readonly LabelledFiles[], glob: string, names: string | NameSet, budget: WorkBudget) {
  const expected = typeof names === 'string' ? [names] : names;
  const types = scope.types(`paths.${glob}`, expected);
  let count = 0;
  const violations = groups.flatMap(({ label, type, paths }) => {
    budget.spend(paths.length);
    const found = paths.filter((path) => matchesPath(glob, path));
    count += found.length;
    if (typeof type === 'number' && types[type] === 1) return [];
    const is = label === undefined ? 'it has no label' : `it is ${label}${typeof type === 'string' ? `, which the policy does not take (${type})` : ''}`;
    return found.map((path): ViolationDraft => ({ subject: path, message: `${is}, ${expected.join(' ')} is expected` }));
  });
  return { glob, count, violations };
}

function typeOf({ policy }: AssertionScope, label: string): number | string {
  try {
    return parseContext(policy, label).type;
  } catch (error) {
    if (error instanceof InvalidContextError || error instanceof UnknownSymbolError) return error.message;
    throw error;
  }
}
