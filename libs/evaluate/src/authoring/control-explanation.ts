import type { Severity } from '@staticfire/findings';
import { type Control, controlKey, type DecidedBy, type Pack, type UndecidedStatus } from '../packs/index.ts';

/** Everything that is known of a control before any image is opened. Plain data. */
export interface ControlExplanation {
  readonly kind: 'control';
  /** `pack/id`. */
  readonly id: string;
  readonly title: string;
  readonly level?: number;
  readonly severity?: Severity;
  /** How its source checks it. */
  readonly mode?: Control['mode'];
  readonly decidedFrom: DecidedFrom;
  readonly rules: readonly NeededRule[];
  readonly reason?: string;
  readonly partial?: string;
  readonly difference?: string;
  readonly references: Readonly<Record<string, readonly string[]>>;
  /** `pack/name` of the profiles that select it. */
  readonly profiles: readonly string[];
}

/** What decides a control; `in-part`: the image leaves something open. */
export type DecidedFrom = 'image' | 'image-in-part' | 'image+userdata' | 'image+userdata-in-part' | UndecidedStatus;

export interface NeededRule {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly decidedBy: DecidedBy;
}

export function explainControl(control: Control, pack: Pack, packs: readonly Pack[]): ControlExplanation {
  const { id, title, level, severity, mode, reason, partial, difference, references } = control;
  const rules = neededRules(control, packs);
  return {
    kind: 'control',
    id: controlKey(pack.id, id),
    title,
    ...(level === undefined ? {} : { level }),
    ...(severity === undefined ? {} : { severity }),
    ...(mode === undefined ? {} : { mode }),
    decidedFrom: decidedFrom(control, rules),
    rules,
    ...(reason === undefined ? {} : { reason: reason.trim() }),
    ...(partial === undefined ? {} : { partial: partial.trim() }),
    ...(difference === undefined ? {} : { difference: difference.trim() }),
    references,
    profiles: pack.profiles.filter(({ controls }) => controls.includes(id)).map((profile) => profile.id),
  };
}

function neededRules(control: Control, packs: readonly Pack[]): readonly NeededRule[] {
  const rules = new Map(packs.flatMap((pack) => pack.rules.map((rule) => [rule.id, rule] as const)));
  return control.rules.flatMap((id) => {
    const rule = rules.get(id);
    return rule === undefined ? [] : [{ id, title: rule.title, severity: rule.severity, decidedBy: rule.decidedBy }];
  });
}

function decidedFrom({ status, partial }: Control, rules: readonly NeededRule[]): DecidedFrom {
  if (status !== undefined) return status;
  const evidence = rules.some(({ decidedBy }) => decidedBy === 'image+userdata') ? 'image+userdata' : 'image';
  return partial === undefined ? evidence : `${evidence}-in-part`;
}
