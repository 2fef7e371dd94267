import type { Severity } from '@staticfire/findings';

/** A requirement of somebody else's, mapped to rules, or the reason why no image can decide it. */
export interface Control {
  /** As its source numbers it. */
  readonly id: string;
  readonly title: string;
  readonly level?: number;
  readonly severity?: Severity;
  /** How its source checks it. */
  readonly mode?: 'automated' | 'manual';
  /** Rules of this pack and of those it requires; empty when there is a status. */
  readonly rules: readonly string[];
  readonly status?: UndecidedStatus;
  /** Why the status is what it is. */
  readonly reason?: string;
  /** What no rule decides. */
  readonly partial?: string;
  /** How the rules differ from the source's own check, and why. */
  readonly difference?: string;
  readonly references: Readonly<Record<string, readonly string[]>>;
}

/** What a control is that no rule decides. */
export type UndecidedStatus = 'runtime-only' | 'manual' | 'inherently-met';

/** Names a control over all packs: `cis-bottlerocket-1.0/1.3.1`. */
export function controlKey(packId: string, controlId: string): string {
  return `${packId}/${controlId}`;
}
