import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import type { AssertionKind, PolicyAssertion } from './assertion.ts';
import type { AssertionData } from './assertion-data.ts';
import { decideAllowRules } from './kinds/allow-rules.ts';
import { decideCan } from './kinds/can.ts';
import { decideContext } from './kinds/context.ts';
import { decideFileLabel } from './kinds/file-label.ts';
import { decideFlowNone } from './kinds/flow-none.ts';
import { decideKernelClasses } from './kinds/kernel-classes.ts';
import { decideLabels } from './kinds/labels.ts';
import { decideLevel } from './kinds/level.ts';
import { decideModulesMatch } from './kinds/modules-match.ts';
import { decideNever } from './kinds/never.ts';
import { decideNeverallowsHold } from './kinds/neverallows-hold.ts';
import { decideNoPermissive } from './kinds/no-permissive.ts';
import { decideOnly } from './kinds/only.ts';
import { decideProperty } from './kinds/property.ts';
import { decideRelabelling } from './kinds/relabel.ts';
import { decideRoExecs } from './kinds/ro-execs.ts';
import { decideRoKmods } from './kinds/ro-kmods.ts';
import { decideRoleAllows } from './kinds/role-allows.ts';
import { decideTransitions } from './kinds/transitions.ts';
import { decideTypeTransition } from './kinds/type-transition.ts';
import { decideTypeattr } from './kinds/typeattr.ts';
import { decideUnchanged } from './kinds/unchanged.ts';
import { AssertionScope } from './scope/index.ts';
import type { AssertionVerdict } from './violation.ts';
import { type ViolationDraft, verdictOf } from './violation-list.ts';

type Deciders = {
  readonly [K in AssertionKind]: (scope: AssertionScope, assertion: Extract<PolicyAssertion, { assert: K }>) => ViolationDraft[];
};

const DECIDERS: Deciders = {
  property: decideProperty,
  no_permissive: decideNoPermissive,
  never: decideNever,
  only: decideOnly,
  can: decideCan,
  level: decideLevel,
  relabel: decideRelabelling,
  transitions: decideTransitions,
  ro_execs: decideRoExecs,
  allow_rules: decideAllowRules,
  ro_kmods: decideRoKmods,
  role_allows: decideRoleAllows,
  type_transition: decideTypeTransition,
  context: decideContext,
  typeattr: decideTypeattr,
  flow_none: decideFlowNone,
  kernel_classes: decideKernelClasses,
  unchanged: decideUnchanged,
  neverallows_hold: decideNeverallowsHold,
  modules_match: decideModulesMatch,
  labels: decideLabels,
  file_label: decideFileLabel,
};

/**
 * Whether a policy is as an assertion says, and where not. Rules count with attributes expanded, however they are written. A name that the policy does not
 * define is an UnknownSymbolError, one that is no context an InvalidContextError, a set without members an EmptyAssertionError, and data that is needed and
 * not given, or not in whole, a MissingDataError or a MissingEvidenceError: none of them may pass for an assertion that holds. What costs too much is a LimitError.
 * CIL modules that do not compile are the FormatError, UnsupportedError or LimitError of `compileCil`.
 */
export function decideAssertion(policy: SelinuxPolicy, assertion: PolicyAssertion, data: AssertionData = {}): AssertionVerdict {
  const decide = DECIDERS[assertion.assert] as (scope: AssertionScope, assertion: PolicyAssertion) => ViolationDraft[];
  return verdictOf(decide(new AssertionScope(policy, data, assertion), assertion));
}
