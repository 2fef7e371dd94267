// Pieces that several documents of a pack have.

export const text = { type: 'string', minLength: 1 } as const;
export const variableNames = { type: 'string', pattern: '^[a-z][A-Za-z0-9]*$' } as const;
export const severity = { enum: ['critical', 'high', 'medium', 'low', 'info'] } as const;
export const failOn = { enum: ['critical', 'high', 'medium', 'low', 'info', 'none'] } as const;
export const references = { type: 'object', additionalProperties: { type: 'array', items: text }, examples: [{ 'nist-800-53': ['CM-7'] }] } as const;
export const ruleIds = { type: 'array', items: text, minItems: 1, maxItems: 500, examples: [['baseline:verity/covers-root']] } as const;
