import type { AttributeMap } from './attribute-map.ts';
import type { GenfsContext, ObjectContexts } from './object-contexts.ts';
import type { SelinuxPolicyHeader } from './policy-header.ts';
import type { RuleIndex } from './rules/rule-index.ts';
import type { Conditional, RuleTable } from './rules/rule-table.ts';
import type { SymbolTable } from './symbol-table.ts';
import type { SelinuxBoolean, SelinuxCategory, SelinuxClass, SelinuxCommon, SelinuxRole, SelinuxSensitivity, SelinuxType, SelinuxUser } from './symbols.ts';
import type { FilenameTransition, RangeTransition, RoleAllow, RoleTransition } from './transitions.ts';

/** A binary policy, every list in the order of the file, which compilers make that of hash tables. */
export interface SelinuxPolicy {
  readonly header: SelinuxPolicyHeader;
  /** Values of the types whose denials are never audited; empty below version 35. */
  readonly neverAuditTypes: readonly number[];
  readonly commons: SymbolTable<SelinuxCommon>;
  readonly classes: SymbolTable<SelinuxClass>;
  readonly roles: SymbolTable<SelinuxRole>;
  /** Types and attributes, which share their values. */
  readonly types: SymbolTable<SelinuxType>;
  readonly users: SymbolTable<SelinuxUser>;
  readonly booleans: SymbolTable<SelinuxBoolean>;
  readonly sensitivities: SymbolTable<SelinuxSensitivity>;
  readonly categories: SymbolTable<SelinuxCategory>;
  readonly rules: RuleTable;
  readonly ruleIndex: RuleIndex;
  readonly conditionals: readonly Conditional[];
  readonly roleTransitions: readonly RoleTransition[];
  readonly roleAllows: readonly RoleAllow[];
  readonly filenameTransitions: readonly FilenameTransition[];
  readonly rangeTransitions: readonly RangeTransition[];
  readonly objectContexts: ObjectContexts;
  readonly genfs: readonly GenfsContext[];
  readonly attributeMap: AttributeMap;
}
