import type { AllowRulesAssertion } from './kinds/allow-rules.ts';
import type { CanAssertion } from './kinds/can.ts';
import type { ContextAssertion } from './kinds/context.ts';
import type { FileLabelAssertion } from './kinds/file-label.ts';
import type { FlowNoneAssertion } from './kinds/flow-none.ts';
import type { KernelClassesAssertion } from './kinds/kernel-classes.ts';
import type { LabelsAssertion } from './kinds/labels.ts';
import type { LevelAssertion } from './kinds/level.ts';
import type { ModulesMatchAssertion } from './kinds/modules-match.ts';
import type { NeverAssertion } from './kinds/never.ts';
import type { NeverallowsHoldAssertion } from './kinds/neverallows-hold.ts';
import type { NoPermissiveAssertion } from './kinds/no-permissive.ts';
import type { OnlyAssertion } from './kinds/only.ts';
import type { PropertyAssertion } from './kinds/property.ts';
import type { RelabelAssertion } from './kinds/relabel.ts';
import type { RoExecsAssertion } from './kinds/ro-execs.ts';
import type { RoKmodsAssertion } from './kinds/ro-kmods.ts';
import type { RoleAllowsAssertion } from './kinds/role-allows.ts';
import type { TransitionsAssertion } from './kinds/transitions.ts';
import type { TypeTransitionAssertion } from './kinds/type-transition.ts';
import type { TypeattrAssertion } from './kinds/typeattr.ts';
import type { UnchangedAssertion } from './kinds/unchanged.ts';

/** What a pack may say about an SELinux policy. */
export type PolicyAssertion =
  | PropertyAssertion
  | NoPermissiveAssertion
  | NeverAssertion
  | OnlyAssertion
  | CanAssertion
  | LevelAssertion
  | RelabelAssertion
  | TransitionsAssertion
  | RoExecsAssertion
  | RoKmodsAssertion
  | AllowRulesAssertion
  | RoleAllowsAssertion
  | TypeTransitionAssertion
  | ContextAssertion
  | TypeattrAssertion
  | FlowNoneAssertion
  | KernelClassesAssertion
  | UnchangedAssertion
  | NeverallowsHoldAssertion
  | ModulesMatchAssertion
  | LabelsAssertion
  | FileLabelAssertion;

export type AssertionKind = PolicyAssertion['assert'];
