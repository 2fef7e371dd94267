import type { CilNode } from '@staticfire/read/formats/cil';
import { type CilStatement, unsupported, wrong } from './cil-module.ts';

/**
 * What follows each keyword (SELinux CIL reference guide, and cil_build_ast.c of libsepol 3.4 for what may be empty): n a name, l a list that is not empty,
 * e one that may be, x a name or a list that is not empty, c a name or any list; ? behind one that may be left out, * behind any number of lists.
 */
const SYNTAX: Readonly<Record<string, string>> = {
  ...each('type typealias typeattribute typepermissive role roleattribute user userattribute sensitivity sensitivityalias category categoryalias sid', 'n'),
  ...each('classpermission policycap mls handleunknown blockinherit blockabstract', 'n'),
  ...each('typealiasactual typebounds roletype roleallow rolebounds userrole userbounds userprefix sensitivityaliasactual categoryaliasactual', 'nn'),
  ...each('classcommon boolean tunable ipaddr', 'nn'),
  ...each('typechange typemember roletransition', 'nnnn'),
  ...each('typeattributeset roleattributeset userattributeset userlevel userrange selinuxuserdefault sensitivitycategory categoryset sidcontext', 'nx'),
  ...each('classpermissionset', 'nx'),
  ...each('allow auditallow dontaudit neverallow allowx auditallowx dontauditx neverallowx classmapping selinuxuser fsuse ibendportcon', 'nnx'),
  ...each('common classmap level levelrange context permissionx validatetrans mlsvalidatetrans', 'nl'),
  ...each('sensitivityorder categoryorder classorder sidorder', 'l'),
  ...each('constrain mlsconstrain', 'xl'),
  ...each('defaultuser defaultrole defaulttype expandtypeattribute', 'xn'),
  ...each('booleanif tunableif', 'xll?'),
  ...each('portcon netifcon ibpkeycon', 'nxx'),
  ...each('block optional', 'nl*'),
  class: 'ne',
  typetransition: 'nnnnn?',
  rangetransition: 'nnnx',
  genfscon: 'nnxx?',
  filecon: 'nnc',
  nodecon: 'xxx',
  defaultrange: 'xnn?',
  macro: 'nel*',
  call: 'ne?',
  in: 'nn?l*',
};

interface Operand {
  readonly kind: string;
  readonly isOptional: boolean;
  readonly isRepeated: boolean;
}

const OPERANDS: ReadonlyMap<string, readonly Operand[]> = new Map(
  Object.entries(SYNTAX).map(([keyword, syntax]) => [
    keyword,
    Array.from(syntax.matchAll(/(\w)([?*]?)/g), ([, kind, mark]) => ({ kind: kind!, isOptional: mark !== '', isRepeated: mark === '*' })),
  ]),
);

/** Whether the operands of a statement are of the kind and number that its keyword takes; others are a FormatError, unknown keywords an UnsupportedError. */
export function checkSyntax(statement: CilStatement): void {
  const { operands, keyword } = statement;
  const expected = OPERANDS.get(keyword);
  if (expected === undefined) throw unsupported(statement, `the statement ${keyword} is not read`);
  const last = expected.at(-1)!;
  if (operands.length > expected.length && !last.isRepeated) throw wrong(statement, `${operands.length} operands`, `at most ${expected.length}`);
  for (let index = 0; index < Math.max(operands.length, expected.length); index++) checkOperand(statement, index, expected[index] ?? last);
}

function checkOperand(statement: CilStatement, index: number, { kind, isOptional }: Operand): void {
  const node = statement.operands[index];
  if (node === undefined ? isOptional : isOf(kind, node)) return;
  throw wrong(statement, undefined, `${DESCRIPTIONS[kind]} as operand ${index + 1}`);
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  n: 'a name',
  l: 'a list that is not empty',
  e: 'a list',
  x: 'a name or a list that is not empty',
  c: 'a name or a list',
};

function isOf(kind: string, node: CilNode): boolean {
  if (node.kind !== 'list') return kind !== 'l' && kind !== 'e';
  return kind === 'e' || kind === 'c' || (kind !== 'n' && node.items.length > 0);
}

function each(keywords: string, syntax: string): Record<string, string> {
  return Object.fromEntries(keywords.split(' ').map((keyword) => [keyword, syntax]));
}
