import { controlsSchema, profileSchema } from './framework-schemas.ts';
import { leftOutSchema } from './left-out.ts';
import { packSchema, ruleSchema, tableSchema } from './pack-schemas.ts';

const KINDS = [
  { kind: 'header', path: /^pack()\.yaml$/, schema: packSchema },
  { kind: 'samples', path: /^samples()\.yaml$/, schema: { type: ['object', 'null'] } },
  { kind: 'controls', path: /^controls()\.yaml$/, schema: controlsSchema },
  { kind: 'left-out', path: /^left-out()\.yaml$/, schema: leftOutSchema },
  { kind: 'rule', path: /^rules\/([a-z0-9-]+\/[a-z0-9-]+)\.yaml$/, schema: ruleSchema },
  { kind: 'table', path: /^tables\/([a-z0-9-]+)\.yaml$/, schema: tableSchema },
  { kind: 'profile', path: /^profiles\/([a-z0-9-]+)\.yaml$/, schema: profileSchema },
] as const;
export type DocumentKind = (typeof KINDS)[number]['kind'];

/** What a file of a pack is by its path inside the pack's folder; undefined when it is none. */
export function documentName(path: string) {
  for (const { kind, path: pattern, schema } of KINDS) {
    const name = pattern.exec(path)?.[1];
    if (name !== undefined) return { kind, name, schema };
  }
  return undefined;
}
