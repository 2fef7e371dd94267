import { encodeFileName } from '@staticfire/read/bytes';
import { parseEnvironmentFile } from '@staticfire/read/formats/linux-text';
import type { DocumentNode } from './document-node.ts';

/** A file for EnvironmentFile=; of a variable that is set twice the last value counts. */
export function readEnvironment(text: string, file: string): DocumentNode {
  const entries = parseEnvironmentFile(encodeFileName(text), file).filter(({ kind }) => kind === 'assignment');
  const last = new Map(entries.map(({ key, value, line }) => [key, { kind: 'scalar', type: 'string', text: value, line } as const]));
  return { kind: 'map', members: [...last], line: 1 };
}
