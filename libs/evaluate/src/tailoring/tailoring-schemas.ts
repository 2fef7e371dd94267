const text = { type: 'string', minLength: 1 } as const;
const severity = { enum: ['critical', 'high', 'medium', 'low', 'info'] } as const;
const date = {
  title: 'a day as YYYY-MM-DD',
  type: 'string',
  pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$',
  examples: ['2027-03-31'],
} as const;
const said = (title: string, example: string) => ({ title, type: 'string', pattern: '\\S', examples: [example] }) as const;
const reason = {
  title: 'a reason',
  type: 'string',
  minLength: 3,
  pattern: '\\S',
} as const;
const deselect = {
  ...reason,
  examples: ['we sign boot files ourselves, see ticket 4711'],
} as const;
const waiver = {
  type: 'object',
  properties: {
    rule: text,
    subject: { ...text, description: 'The finding that it is about, as reports name it; without it every finding of the rule' },
    reason: { ...reason, description: 'Why the findings are accepted; every report shows it', examples: ['the router in front of the nodes needs them'] },
    owner: said('an owner', 'Ada, platform team'),
    approvedBy: said('who approved it', 'Grace, head of security'),
    ticket: said('a ticket as text', 'OPS-4711'),
    from: date,
    expires: date,
  },
  required: ['rule', 'reason', 'owner', 'expires'],
  additionalProperties: false,
  examples: [
    { rule: 'baseline:sysctl/accept-redirects', reason: 'the router in front of the nodes needs them', owner: 'Ada, platform team', expires: '2027-03-31' },
  ],
} as const;

/** JSON Schema of `staticfire.yaml`. */
export const tailoringSchema = {
  type: ['object', 'null'],
  properties: {
    packs: { type: 'array', items: text, maxItems: 64, examples: [['./policies/ours']] },
    profile: { anyOf: [text, { type: 'array', items: text, minItems: 1, maxItems: 16 }], examples: ['cis-bottlerocket-1.0/level-1'] },
    failOn: { enum: ['critical', 'high', 'medium', 'low', 'info', 'none'] },
    attestations: text,
    rules: {
      type: 'object',
      maxProperties: 2000,
      additionalProperties: {
        title: 'either deselect with a reason or a severity',
        type: 'object',
        properties: { deselect, severity },
        minProperties: 1,
        maxProperties: 1,
        additionalProperties: false,
        examples: [{ deselect: 'we sign boot files ourselves, see ticket 4711' }],
      },
    },
    controls: {
      type: 'object',
      maxProperties: 2000,
      additionalProperties: {
        title: 'deselect with a reason',
        type: 'object',
        properties: { deselect },
        required: ['deselect'],
        additionalProperties: false,
        examples: [{ deselect: 'no firewall on these nodes, the network does it' }],
      },
    },
    parameters: { type: 'object', additionalProperties: { type: 'object', examples: [{ allowSetuid: ['/usr/bin/mount'] }] } },
    waivers: { type: 'array', items: waiver, maxItems: 2000 },
  },
  additionalProperties: false,
} as const;

/** JSON Schema of `attestations.yaml`. */
export const attestationsSchema = {
  type: 'object',
  properties: {
    attestations: {
      type: 'array',
      maxItems: 2000,
      items: {
        type: 'object',
        properties: { control: text, statement: text, who: text, when: date, validUntil: date },
        required: ['control', 'statement', 'who', 'when', 'validUntil'],
        additionalProperties: false,
        examples: [
          {
            control: 'cis-bottlerocket-1.0/1.6',
            statement: 'Patches are reviewed weekly',
            who: 'Ada, platform team',
            when: '2026-10-01',
            validUntil: '2027-03-31',
          },
        ],
      },
    },
  },
  required: ['attestations'],
  additionalProperties: false,
} as const;
