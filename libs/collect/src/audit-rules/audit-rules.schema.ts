import { array, declareFact, type Infer, integer, list, object, string } from '@staticfire/facts';

const rule = object({
  file: string('Path of the file'),
  line: integer('Line'),
  options: array(string('Word'), 'What auditctl is given, word by word'),
});

const schema = object({
  files: list(object({ path: string('Path'), size: integer('Bytes') }), 'Files with audit rules on ROOT, by path; at most 100'),
  rules: list(rule, 'Their rules, comments left out; at most 5000'),
});

export type AuditRules = Infer<typeof schema>;

export const auditRules = declareFact<AuditRules>({
  name: 'audit.rules',
  summary: "The kernel's audit rules that files on ROOT hold, line by line",
  scope: 'bank',
  schema,
});
