import { LimitError } from '@staticfire/read/bytes';
import {
  type BitSet,
  CilClassPermissions,
  type CilModule,
  CilProgram,
  type CilStatement,
  CilSymbols,
  type ClassVector,
  cilText,
  nameAt,
  operandAt,
  symbolKinds,
  unsupported,
} from '../cil/index.ts';
import { WorkBudget } from '../work-budget.ts';
import type { Neverallow } from './neverallow.ts';

/** Statements that no neverallow depends on (SELinux CIL reference guide). */
const IRRELEVANT: ReadonlySet<string> = new Set(
  [
    'allow auditallow dontaudit allowx auditallowx dontauditx permissionx deny typetransition nametypetransition typechange typemember typebounds',
    'typepermissive typeneveraudit expandtypeattribute boolean booleanif role roletype roleattribute roleattributeset roleallow roletransition',
    'rolebounds user userrole userattribute userattributeset userlevel userrange userbounds userprefix selinuxuser selinuxuserdefault',
    'sensitivity sensitivityalias sensitivityaliasactual sensitivityorder category categoryalias categoryaliasactual categoryorder categoryset',
    'sensitivitycategory level levelrange rangetransition constrain mlsconstrain validatetrans mlsvalidatetrans sid sidorder sidcontext context filecon',
    'fsuse genfscon netifcon nodecon portcon ibpkeycon ibendportcon ipaddr mls handleunknown policycap defaultuser defaultrole defaulttype defaultrange',
    'classorder iomemcon ioportcon pcidevicecon pirqcon devicetreecon',
  ].flatMap((line) => line.split(' ')),
);
const RELEVANT: ReadonlySet<string> = new Set(
  [
    'neverallow type typealias typealiasactual typeattribute typeattributeset class common classcommon classmap classmapping',
    'classpermission classpermissionset block tunable tunableif',
  ].flatMap((line) => line.split(' ')),
);
/** Bottlerocket has 20. */
const MAX_STATEMENTS = 2_000;
/** Types of all statements together. */
const MAX_TYPES = 10_000_000;
const SELF = 'self';
/** Targets of later compilers that are no name. */
const OTHER_TARGETS = ['notself', 'other'];

/**
 * The neverallow statements of a policy's CIL modules, in order, with everything expanded that they name: compilers check them and leave them out of the
 * binary policy. All modules have to be given. Macros, calls, optionals and any other statement through which a neverallow could mean
 * something else are an UnsupportedError that names it; names that are not declared are a FormatError, more than
 * 2 000 statements a LimitError.
 */
export function readNeverallows(modules: readonly CilModule[]): Neverallow[] {
  const program = new CilProgram(modules, isRelevant);
  const statements = program.all('neverallow');
  const count = statements.length;
  if (count > MAX_STATEMENTS) throw new LimitError({ structure: 'neverallow statements', found: count, expected: `at most ${MAX_STATEMENTS}` });
  const types = new CilSymbols(program, symbolKinds.type);
  const permissions = new CilClassPermissions(program);
  const budget = new WorkBudget('types of neverallow statements', MAX_TYPES);
  return statements.map((statement) => {
    const { file, line } = statement;
    const [source, target] = [nameAt(statement, 0), nameAt(statement, 1)];
    if (OTHER_TARGETS.includes(target)) throw unread(statement, `the target ${target}`);
    const sources = typeNames(types, types.of(source, statement));
    const isSelf = target === SELF;
    const targets = isSelf ? sources : typeNames(types, types.of(target, statement));
    budget.spend(sources.length + targets.length);
    return { file, line, text: textOf(statement), sources, targets, isSelf, access: listed(permissions.expand(operandAt(statement, 2), statement)) };
  });
}

function isRelevant(statement: CilStatement): boolean {
  const { keyword, operands } = statement;
  if (IRRELEVANT.has(keyword)) return false;
  if (!RELEVANT.has(keyword)) throw unread(statement, `the statement ${keyword}`);
  const hasExpression = keyword === 'neverallow' && operands.slice(0, 2).some(({ kind }) => kind === 'list');
  if (hasExpression) throw unread(statement, 'a neverallow with an expression for a name');
  return true;
}

function unread(statement: CilStatement, what: string) {
  return unsupported(statement, `${what} is not read, and neverallow statements may depend on it`);
}

function textOf({ keyword, operands }: CilStatement): string {
  return `(${[keyword, ...operands.map(cilText)].join(' ')})`;
}

function typeNames({ names }: CilSymbols, places: BitSet): string[] {
  return places
    .toArray()
    .map((place) => names.items[place]!.name)
    .sort();
}

/** Sorted permissions by class. */
function listed(vectors: readonly ClassVector[]): Record<string, string[]> {
  const byClass = new Map<string, Set<string>>();
  for (const { tclass, vector } of vectors) {
    const names = byClass.get(tclass.name) ?? new Set();
    byClass.set(tclass.name, names);
    for (const [permission, bit] of tclass.bits) if (((vector >>> bit) & 1) === 1) names.add(permission);
  }
  return Object.fromEntries([...byClass.keys()].sort().map((name) => [name, [...byClass.get(name)!].sort()]));
}
