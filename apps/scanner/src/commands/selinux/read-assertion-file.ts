import { assertionSchema, type ClassMaps, classMapsSchema, type PolicyAssertion } from '@staticfire/analyze/selinux/assertions';
import { type PackDocument, PackLoadError, type PackProblem, parsePackDocument, validateDocument } from '@staticfire/evaluate/packs';
import type { CheckFile } from './check-file.ts';
import { readTextFile } from './read-text-file.ts';

const MAX_LENGTH = 1024 * 1024;
const MAX_CHECKS = 1000;

interface AssertionFile {
  readonly classMaps?: ClassMaps;
  readonly assertions: readonly { readonly name: string; readonly description?: string; readonly assert: PolicyAssertion }[];
}

const text = { type: 'string', minLength: 1 } as const;
const { $schema: _, $defs, ...assertion } = assertionSchema;
const { $schema: __, ...classMaps } = classMapsSchema;

const schema = {
  title: 'a file of assertions about an SELinux policy',
  type: 'object',
  properties: {
    classMaps,
    assertions: {
      title: 'a list of assertions',
      type: 'array',
      minItems: 1,
      maxItems: MAX_CHECKS,
      items: {
        title: 'a name and an assertion',
        type: 'object',
        properties: { name: { title: 'a name', ...text }, description: { title: 'a description', ...text }, assert: assertion },
        required: ['name', 'assert'],
        additionalProperties: false,
      },
    },
  },
  required: ['assertions'],
  additionalProperties: false,
  $defs,
};

/** Assertions in YAML under names of their own. Whatever does not fit is a PackLoadError with file, line and column. */
export function readAssertionFile(path: string): CheckFile {
  const problems: PackProblem[] = [];
  const document = parsePackDocument({ path, text: readTextFile(path, MAX_LENGTH) }, problems);
  if (document === undefined || !validateDocument(document, schema, problems)) throw new PackLoadError(problems);
  const file = document.value as AssertionFile;
  problems.push(...repeatedNames(document, file));
  if (problems.length > 0) throw new PackLoadError(problems);
  return {
    checks: file.assertions.map(({ assert, ...named }) => ({ ...named, assertion: assert })),
    ...(file.classMaps === undefined ? {} : { classMaps: file.classMaps }),
  };
}

function repeatedNames(document: PackDocument, { assertions }: AssertionFile): PackProblem[] {
  const isRepeated = (name: string, index: number) => assertions.findIndex((each) => each.name === name) < index;
  return assertions.flatMap(({ name }, index) =>
    isRepeated(name, index) ? [document.problem(['assertions', index, 'name'], `there is a ${name} already`)] : [],
  );
}
