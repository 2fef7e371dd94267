import { references, text } from './schema-parts.ts';

/** Something that the pack's source asks and that no rule of the pack decides. */
export interface LeftOut {
  readonly id: string;
  readonly title: string;
  /** Why no rule decides it. */
  readonly reason: string;
  readonly references: Readonly<Record<string, readonly string[]>>;
}

const MAX_LEFT_OUT = 2000;

/** JSON Schema of `left-out.yaml`. */
export const leftOutSchema = {
  type: 'object',
  properties: {
    leftOut: {
      type: 'array',
      minItems: 1,
      maxItems: MAX_LEFT_OUT,
      items: {
        type: 'object',
        properties: { id: { type: 'string', pattern: '^[a-z0-9][a-z0-9./-]*$', examples: ['config/devkmem'] }, title: text, reason: text, references },
        required: ['id', 'title', 'reason'],
        additionalProperties: false,
        examples: [{ id: 'config/devkmem', title: 'There is no /dev/kmem', reason: 'no kernel that the pack fits has it' }],
      },
    },
  },
  required: ['leftOut'],
  additionalProperties: false,
} as const;
