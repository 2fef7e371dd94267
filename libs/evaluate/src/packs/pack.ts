import type { FactDeclaration } from '@staticfire/facts';
import type { Severity, Verdict } from '@staticfire/findings';
import type { CheckedExpression } from './cel/environment.ts';
import type { FactTypes } from './fact-types.ts';
import type { SamplesData } from './pack-schema.ts';
import type { Mode, RuleCase } from './rule-data.ts';
import type { TitleTemplate } from './title-template.ts';
import type { PackYaml } from './yaml/pack-yaml.ts';

/** A pack whose every rule was checked against the facts' schemas. */
export interface Pack {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  /** Where its demands come from. */
  readonly source: string;
  readonly licence: string;
  /** The releases that it fits, in words. */
  readonly eras: readonly string[];
  readonly requires: readonly string[];
  /** Sorted by id. */
  readonly rules: readonly Rule[];
  /** Facts that the rules' cases start from. */
  readonly samples: SamplesData;
}

/** One verifiable statement about an image. */
export interface Rule {
  /** `pack:area/name` */
  readonly id: string;
  readonly title: string;
  readonly failTitle: TitleTemplate;
  readonly severity: Severity;
  readonly securitySeverity: number;
  readonly rationale: string;
  readonly remediation: string;
  readonly references: Readonly<Record<string, readonly string[]>>;
  readonly modes: readonly Mode[];
  readonly facts: readonly FactBinding[];
  readonly whenAbsent: Verdict;
  readonly appliesWhen?: RuleExpression;
  readonly forEach?: ForEach;
  readonly assert: RuleExpression;
  readonly cases: readonly RuleCase[];
  readonly types: FactTypes;
  /** For errors in cases. */
  readonly yaml: PackYaml;
}

/** The name that a rule's expressions use for a fact. */
export interface FactBinding {
  readonly variable: string;
  readonly declaration: FactDeclaration;
}

/** What an expression reads: a path inside the fact behind a variable, `entries[*].role`. Empty: the fact as a whole. */
export interface Read {
  readonly variable: string;
  readonly path: string;
}

export interface RuleExpression extends Pick<CheckedExpression, 'source' | 'type' | 'run'> {
  /** Without reads that another one goes deeper than. */
  readonly reads: readonly Read[];
}

/** One finding for each offending item. */
export interface ForEach {
  readonly items: RuleExpression;
  /** Variable of the item. */
  readonly as: string;
  readonly subject: RuleExpression;
}
