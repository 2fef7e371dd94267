import type { Verdict } from '@staticfire/findings';
import type { HostStatus, HostView } from './on-host-checks.ts';

/** How the on-host checker decides a control, how our rules do, and where the two answer differently on purpose. */
export interface ParityRow {
  readonly control: string;
  readonly onHost: string;
  readonly ours: string;
  /** Beside the cases of the control's rules. */
  readonly scenarios?: readonly Scenario[];
  readonly differences?: readonly Difference[];
}

/** Facts that no case has, or a host that shows more than its image. */
export interface Scenario {
  readonly name: string;
  readonly rule: string;
  /** As in a case of the rule. */
  readonly given?: Readonly<Record<string, unknown>>;
  /** What the host shows instead. */
  readonly host?: Partial<HostView>;
  readonly ours: Verdict;
}

export interface Difference {
  readonly onHost: HostStatus;
  readonly ours: Verdict;
  readonly reason: string;
  /** `rule: case`, `rule: scenario`. */
  readonly where: readonly string[];
}
