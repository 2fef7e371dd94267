import type { SecurityContext, SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { contextText, rangeText } from '../../context-text.ts';
import { canonicalContext, parseContext } from '../../contexts/index.ts';
import { defaultTexts, fsUseNames } from '../../info/index.ts';
import { EmptyAssertionError } from '../assertion-errors.ts';
import { kindSchema, nameSchema } from '../schema-parts.ts';
import type { AssertionScope, Leniency } from '../scope/index.ts';
import type { ViolationDraft } from '../violation-list.ts';

/** Where the policy states a context, a range or a default. Just one of them. */
export interface ContextSubject {
  /** The initial SID of that name. */
  readonly sid?: string;
  /** Files of a file system that has labels of its own or gets them from tasks. */
  readonly fs_use?: string;
  /** Files of another one, below the longest path that is stated. */
  readonly genfs?: { readonly filesystem: string; readonly path: string; readonly class?: string };
  readonly range_transition?: { readonly source: string; readonly target: string; readonly class?: string };
  /** Where new objects of that class have their range from. */
  readonly default_range?: string;
}

/** A context (or, of the last two subjects, a range and a word such as `target low_high`) is as expected. */
export interface ContextAssertion extends Leniency {
  readonly assert: 'context';
  readonly of: ContextSubject;
  readonly is: string;
}

const objectOf = (title: string, names: readonly string[], required: readonly string[]) => ({
  title,
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, nameSchema(name)])),
  required,
  additionalProperties: false,
});

export const contextSchema = kindSchema(
  'context',
  {
    of: {
      title: 'one place where a policy states a context',
      type: 'object',
      properties: {
        sid: nameSchema('an initial SID'),
        fs_use: nameSchema('a file system'),
        genfs: objectOf('a path of a file system', ['filesystem', 'path', 'class'], ['filesystem', 'path']),
        range_transition: objectOf('whose range changes', ['source', 'target', 'class'], ['source', 'target']),
        default_range: nameSchema('a class'),
      },
      additionalProperties: false,
      minProperties: 1,
      maxProperties: 1,
    },
    is: nameSchema('the context, range or word that it has to be'),
  },
  ['of', 'is'],
);

/** What a policy states at a place, each with the statement. */
interface Stated {
  readonly subject: string;
  readonly found: readonly { readonly value: string; readonly text: string }[];
}

export function decideContext(scope: AssertionScope, { of, is }: ContextAssertion): ViolationDraft[] {
  const { policy } = scope;
  const isContext = of.range_transition === undefined && of.default_range === undefined;
  const { subject, found } = statedAt(scope, of);
  const expected = isContext ? canonical(policy, is) : is;
  if (found.length === 0) return [{ subject, message: `the policy says nothing, ${expected} is expected` }];
  return found
    .filter(({ value }) => value !== expected)
    .map(({ value, text }) => ({ subject, message: `it is ${value}, ${expected} is expected`, rules: () => [text] }));
}

/** An expectation that the policy cannot meet is an error, not a violation. */
function canonical(policy: SelinuxPolicy, text: string): string {
  parseContext(policy, text);
  return canonicalContext(policy, text)!;
}

function statedAt(scope: AssertionScope, of: ContextSubject): Stated {
  const { policy } = scope;
  const { objectContexts } = policy;
  const labelled = (subject: string, contexts: readonly SecurityContext[]) => labelsOf(policy, subject, contexts);
  if (of.sid !== undefined)
    return labelled(
      `sid ${of.sid}`,
      objectContexts.initialSids.filter(({ name }) => name === of.sid).map(({ context }) => context),
    );
  if (of.fs_use !== undefined) {
    const uses = objectContexts.fsUses.filter(({ name }) => name === of.fs_use);
    return labelled(
      `${fsUseNames[uses[0]?.behaviour ?? 0] ?? 'fs_use'} ${of.fs_use}`,
      uses.map(({ context }) => context),
    );
  }
  if (of.genfs !== undefined) return genfsAt(scope, of.genfs);
  if (of.range_transition !== undefined) return rangesAt(scope, of.range_transition);
  if (of.default_range !== undefined) return defaultAt(scope, of.default_range);
  throw new EmptyAssertionError('of', 'it names no place');
}

function labelsOf(policy: SelinuxPolicy, subject: string, contexts: readonly SecurityContext[]): Stated {
  return {
    subject,
    found: contexts.map((context) => ({ value: contextText(context, policy), text: `${subject} ${contextText(context, policy, ' - ')}` })),
  };
}

function genfsAt(scope: AssertionScope, { filesystem, path, class: className }: NonNullable<ContextSubject['genfs']>): Stated {
  const { policy } = scope;
  const tclass = className === undefined ? 0 : (scope.symbol('class', policy.classes, className)?.value ?? -1);
  const found = policy.genfs.filter((each) => each.fileSystem === filesystem && each.path === path && each.tclass === tclass);
  return labelsOf(
    policy,
    ['genfscon', filesystem, path, ...(className === undefined ? [] : [className])].join(' '),
    found.map(({ context }) => context),
  );
}

function rangesAt(scope: AssertionScope, { source, target, class: className = 'process' }: NonNullable<ContextSubject['range_transition']>): Stated {
  const { policy, text } = scope;
  const sources = scope.types('of.range_transition.source', [source]);
  const targets = scope.types('of.range_transition.target', [target]);
  const tclass = scope.symbol('class', policy.classes, className)?.value;
  const matches = (value: number, marks: Uint8Array) => policy.attributeMap.membersOf(value).some((member) => marks[member] === 1);
  const found = policy.rangeTransitions.filter((each) => each.tclass === tclass && matches(each.source, sources) && matches(each.target, targets));
  return {
    subject: `range_transition ${source} ${target}:${className}`,
    found: found.map((each) => ({ value: rangeText(each.range, policy, '-'), text: text.rangeTransition(each) })),
  };
}

function defaultAt(scope: AssertionScope, className: string): Stated {
  const tclass = scope.symbol('class', scope.policy.classes, className);
  const subject = `default_range ${className}`;
  const stated = tclass === undefined ? [] : defaultTexts(tclass).filter(({ name }) => name === subject);
  return { subject, found: stated.map(({ value }) => ({ value, text: `${subject} ${value};` })) };
}
