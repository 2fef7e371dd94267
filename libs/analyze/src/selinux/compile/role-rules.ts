import type { RangeTransition, RoleAllow, RoleTransition } from '@staticfire/read/formats/selinux-policy';
import { type CilProgram, nameAt, operandAt, wrong } from '../cil/index.ts';
import { pairsOf, type RuleParts } from './access-rules.ts';
import { isSameRange, type PolicyLevels } from './policy-levels.ts';
import type { PolicyRoles } from './policy-roles.ts';

/** Every pair, also one that several statements name. */
export function roleAllows(program: CilProgram, roles: PolicyRoles, { budget }: RuleParts): RoleAllow[] {
  return program.all('roleallow').flatMap((statement) => {
    const [sources, targets] = [roles.valuesOf(nameAt(statement, 0), statement), roles.valuesOf(nameAt(statement, 1), statement)];
    budget.spend(sources.length * targets.length);
    return sources.flatMap((role) => targets.map((newRole) => ({ role, newRole, offset: 0 })));
  });
}

/** Two about the same with other roles are a FormatError. */
export function roleTransitions(program: CilProgram, roles: PolicyRoles, { types, classes, budget }: RuleParts): RoleTransition[] {
  const found = new Map<string, RoleTransition>();
  for (const statement of program.all('roletransition')) {
    const newRole = roles.value(roles.symbols.place(nameAt(statement, 3), statement));
    const [sources, targets] = [roles.valuesOf(nameAt(statement, 0), statement), types.valuesOf(nameAt(statement, 1), statement)];
    const tclasses = classes.valuesOf(nameAt(statement, 2), statement);
    budget.spend(sources.length * targets.length * tclasses.length);
    for (const role of sources) {
      for (const type of targets) {
        for (const tclass of tclasses) {
          const known = found.get(`${role} ${type} ${tclass}`);
          if (known !== undefined && known.newRole !== newRole) throw wrong(statement, nameAt(statement, 3), 'the same as another rule about the same');
          found.set(`${role} ${type} ${tclass}`, { role, type, tclass, newRole, offset: 0 });
        }
      }
    }
  }
  return [...found.values()];
}

/** Two about the same with other ranges are a FormatError. Without MLS there are none. */
export function rangeTransitions(program: CilProgram, levels: PolicyLevels, parts: RuleParts, isMls: boolean): RangeTransition[] {
  const found = new Map<string, RangeTransition>();
  for (const statement of program.all('rangetransition')) {
    const { range } = levels.range(operandAt(statement, 3), statement);
    const classes = parts.classes.valuesOf(nameAt(statement, 2), statement);
    const [sources, targets] = [0, 1].map((index) => parts.types.valuesOf(nameAt(statement, index), statement));
    for (const [source, target] of pairsOf(sources!, targets!, parts.budget)) {
      parts.budget.spend(classes.length);
      for (const tclass of classes) {
        const known = found.get(`${source} ${target} ${tclass}`);
        if (known !== undefined && !isSameRange(known.range, range)) throw wrong(statement, undefined, 'the same as another rule about the same');
        if (known === undefined) found.set(`${source} ${target} ${tclass}`, { source, target, tclass, range, offset: 0 });
      }
    }
  }
  return isMls ? [...found.values()] : [];
}
