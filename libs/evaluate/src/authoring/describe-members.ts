/** A part of a JSON Schema. */
export type SchemaNode = Readonly<Record<string, unknown>>;

/** What editors show beside a member, wherever in a document it stands. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  appliesWhen: 'CEL: the rule applies only when this is true',
  approvedBy: 'Who approved it; a waiver of a critical rule needs it',
  as: 'The name of an item in subject, assert and failTitle',
  assert: 'CEL: what must be true of the image, or of each item',
  cases: 'Examples that pack test runs; at least one each that passes, fails, is $unreadable and is $absent',
  columns: 'Column → string, int, bool or strings; expressions read row.<column>',
  controls: 'Requirements of a framework, or those that a profile or a tailoring names',
  decidedBy: 'Whether user data can change the verdict',
  default: 'The value when staticfire.yaml sets none',
  deselect: 'Why it is left out; every report shows it',
  difference: "How the rules differ from the source's own check, and why",
  eras: 'Which images it is written for, in words',
  expect: 'The verdict that the rule must come to',
  expires: 'The last day on which it counts (UTC)',
  facts: 'Name in the expressions → fact',
  failOn: 'The least severity that fails the gate',
  failTitle: 'What a failure is called; {expression} is filled in',
  forEach: 'CEL: a list; the rule is judged for each of its items',
  from: 'The first day on which it counts (UTC); without it, it counts at once',
  given: 'Name of a fact → changes of its sample, {$absent: true} or {$unreadable: why}',
  id: 'Its name',
  ids: 'Controls by their ids',
  level: "The source's level of the control",
  levels: 'Controls of these levels',
  licence: 'Who may use it',
  mode: 'Of a case: release or node. Of a control: how its source checks it',
  owner: 'Who answers for it',
  packs: 'Folders with packs, relative to this file',
  parameters: 'What staticfire.yaml may set, or sets',
  partial: 'What the rules leave open',
  profile: 'pack/name, one or a list',
  rationale: 'Why it matters',
  reason: 'Why the status is what it is',
  references: 'Framework → ids',
  remediation: 'How to fix it, in terms of the build',
  requires: 'Packs whose rules and samples it may use',
  row: 'The row of the table that the case runs on',
  rows: 'Each a rule of its own; may have texts and a severity of its own',
  rule: 'pack:area/name',
  rules: 'pack:area/name',
  classMaps: 'SELinux: map → its permissions → class → permissions of that class',
  securitySeverity: "The number that GitHub shows, in its severity's band",
  selinux: 'Assertions about the SELinux policy; all of them must hold',
  severities: 'Rule → another severity',
  severity: 'critical 9.0–10, high 7.0–8.9, medium 4.0–6.9, low 0.1–3.9, info 0',
  source: 'Where the statements come from',
  status: 'What a control is that no rule decides; takes a reason',
  subject: 'CEL: what an item is called; it names the finding over builds',
  subjects: 'The items that must fail',
  ticket: 'Where it is followed up',
  title: 'The statement, as it reads when it holds',
  today: 'Of a case: the day, YYYY-MM-DD, that expressions read as today; unknown without it',
  validUntil: 'The last day on which it counts',
  version: 'Three numbers',
  waivers: 'Findings that people live with until a day; they still fail, and do not fail the gate',
  when: 'The first day on which it counts',
  whenAbsent: 'The verdict when the image has no such fact',
};

/** The schema with a description for every member that is known here. */
export function describeMembers(schema: SchemaNode): SchemaNode {
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, describeValue(key, value)]));
}

/** Examples are values, not schemas, and stay as they are. */
function describeValue(key: string, value: unknown): unknown {
  if (key === 'examples') return value;
  return key === 'properties' ? describeAll(value as SchemaNode) : descend(value);
}

/** Schemas with words of their own; what their members are called means something else there. */
const OWN_WORDS = new Set(['selinux', 'classMaps']);

function describeAll(properties: SchemaNode): SchemaNode {
  return Object.fromEntries(
    Object.entries(properties).map(([name, member]) => {
      const description = DESCRIPTIONS[name];
      const inner = OWN_WORDS.has(name) ? (member as SchemaNode) : describeMembers(member as SchemaNode);
      return [name, { ...(description === undefined ? {} : { description }), ...inner }];
    }),
  );
}

function descend(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(descend);
  return typeof value === 'object' && value !== null ? describeMembers(value as SchemaNode) : value;
}
