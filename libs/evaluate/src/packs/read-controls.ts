import type { Control } from './control.ts';
import type { PackDocument } from './pack-document.ts';
import type { PackProblem } from './pack-problem.ts';

type ControlText = Omit<Control, 'rules' | 'references'> & Partial<Pick<Control, 'rules' | 'references'>>;

/** The controls of a schema-checked `controls.yaml`: each with rules or a status, no id and no rule of one twice. */
export function readControls(document: PackDocument, problems: PackProblem[]): readonly Control[] {
  const { controls } = document.value as { readonly controls: readonly ControlText[] };
  const ids = new Set<string>();
  for (const [index, control] of controls.entries()) {
    const report = (key: string, message: string) => problems.push(document.problem(['controls', index, key], message));
    if (ids.has(control.id)) report('id', `there is another control ${control.id}`);
    ids.add(control.id);
    checkDecision(control, report);
  }
  return controls.map((control) => ({ ...control, rules: control.rules ?? [], references: control.references ?? {} }));
}

function checkDecision({ rules, status, partial, reason }: ControlText, report: (key: string, message: string) => void): void {
  if (rules === undefined && status === undefined)
    report('id', 'a control has rules, or a status with a reason, for example: { status: runtime-only, reason: only the running host has firewall rules }');
  if (rules !== undefined && status !== undefined)
    report('status', 'a control that rules decide has no status of its own; say under partial what they leave open');
  if (status !== undefined && partial !== undefined) report('partial', 'partial says what rules leave open, and there are none');
  if (status === undefined && reason !== undefined) report('reason', 'a reason explains a status, and there is none');
  for (const [index, rule] of (rules ?? []).entries()) if (rules!.indexOf(rule) !== index) report('rules', `${rule} is listed twice`);
}
