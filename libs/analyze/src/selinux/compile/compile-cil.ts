import { FormatError } from '@staticfire/read/bytes';
import { assemblePolicy, type ObjectContexts, type SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { CilClassPermissions, type CilModule, CilProgram } from '../cil/index.ts';
import { WorkBudget } from '../work-budget.ts';
import { keptAttributes } from './attribute-use.ts';
import { isCompiled } from './compiled-statements.ts';
import { checkFileContexts, fsUses, genfsContexts, initialSids } from './file-contexts.ts';
import { networkContexts } from './network-contexts.ts';
import { PolicyClasses } from './policy-classes.ts';
import { PolicyConditions } from './policy-conditions.ts';
import { PolicyConstraints } from './policy-constraints.ts';
import { PolicyContexts } from './policy-contexts.ts';
import { PolicyLevels } from './policy-levels.ts';
import { capabilities, handleUnknown, isMlsPolicy } from './policy-properties.ts';
import { PolicyRoles } from './policy-roles.ts';
import { compileRules } from './policy-rules.ts';
import { PolicyTypes } from './policy-types.ts';
import { PolicyUsers } from './policy-users.ts';
import { rangeTransitions, roleAllows, roleTransitions } from './role-rules.ts';

export interface CompileOptions {
  /** policyvers of the result, 31 to 35; 33 unless given, as for secilc 3.4. */
  readonly version?: number;
}

const DEFAULT_VERSION = 33;
/** Pairs of types and class that all rules are about; Debian's policy, far larger than any of Bottlerocket, has 120 000 rules. */
const MAX_RULES = 500_000;
const RULES = ['allow', 'auditallow', 'dontaudit', 'neverallow'];

/**
 * The policy that secilc makes of the same modules, by the facts of libsepol 3.4: what a binary policy says, not its bytes. All modules have to be given.
 * What secilc refuses is a FormatError with the module and the line, and so are contexts and ranges that a kernel would refuse; statements that
 * are not compiled are an UnsupportedError that names them. Neverallow statements and bounds are read and not checked.
 */
export function compileCil(modules: readonly CilModule[], { version = DEFAULT_VERSION }: CompileOptions = {}): SelinuxPolicy {
  const program = new CilProgram(modules, isCompiled);
  const isMls = isMlsPolicy(program);
  const permissions = new CilClassPermissions(program);
  permissions.checkAll();
  const types = new PolicyTypes(program);
  const roles = new PolicyRoles(program, types);
  const levels = new PolicyLevels(program, isMls);
  const users = new PolicyUsers(program, roles, levels);
  const contexts = new PolicyContexts(program, { types, roles, users, levels });
  const classes = new PolicyClasses(program, permissions);
  const conditions = new PolicyConditions(program);
  const constraints = new PolicyConstraints(program, { permissions, users: users.symbols, roles, types, isMls });
  types.keep(keptAttributes(program, { types, conditions, constraints }));
  if (program.allOf(...RULES).length === 0) throw new FormatError({ structure: 'CIL modules', expected: `a rule: ${RULES.join(', ')}` });
  const parts = { types, classes, permissions, budget: new WorkBudget('compiled rules', MAX_RULES) };
  return assemblePolicy({
    header: { version, mls: isMls, handleUnknown: handleUnknown(program), capabilities: capabilities(program), permissiveTypes: types.permissive() },
    neverAuditTypes: [],
    commons: classes.commons(),
    classes: classes.classes(constraints, version),
    roles: roles.records(),
    types: types.records(),
    users: users.records(),
    booleans: conditions.booleans,
    sensitivities: levels.sensitivityRecords(),
    categories: levels.categoryRecords(),
    ...compileRules(program, conditions, parts),
    conditionals: conditions.conditionals,
    roleTransitions: roleTransitions(program, roles, parts),
    roleAllows: roleAllows(program, roles, parts),
    rangeTransitions: rangeTransitions(program, levels, parts, isMls),
    objectContexts: objectContexts(program, contexts),
    genfs: genfsContexts(program, contexts, classes),
    attributes: types.attributeMaps(),
  });
}

function objectContexts(program: CilProgram, contexts: PolicyContexts): ObjectContexts {
  checkFileContexts(program, contexts);
  return { initialSids: initialSids(program, contexts), fsUses: fsUses(program, contexts), fileSystems: [], ...networkContexts(program, contexts) };
}
