import { FormatError } from '@staticfire/read/bytes';
import type { DocumentNode } from './document-node.ts';
import { readYaml } from './read-yaml.ts';

/** JSON (RFC 8259); every JSON text is YAML, whose reader tells lines. */
export function readJson(text: string, file: string): DocumentNode {
  try {
    JSON.parse(text);
  } catch (error) {
    const line = /\(line ([0-9]+) /.exec((error as Error).message)?.[1];
    throw new FormatError({ structure: file, ...(line === undefined ? {} : { field: `line ${line}` }), message: 'it is no JSON' });
  }
  return readYaml(text, file);
}
