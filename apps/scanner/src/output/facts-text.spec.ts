import { canonicalJson, FACTS_SCHEMA_ID, FACTS_VERSION, type FactsDocument, toBlob } from '@staticfire/facts';
import { expect, it } from 'vitest';
import { factsText } from './facts-text.ts';

const identity = { size: 1, modified: '1', changed: '1', inode: '1' };
const document: FactsDocument = {
  $schema: FACTS_SCHEMA_ID,
  version: FACTS_VERSION,
  tool: { name: 't', version: '1' },
  input: { path: 'p', container: 'raw', sha256: '0'.repeat(64), before: identity, after: identity, unchanged: true },
  body: { judgedBank: 'A', facts: [{ name: 'x', state: 'absent', sources: [] }], excerpts: [], blobs: [toBlob(Buffer.from('policy'), 'f'.repeat(64))] },
};

it('a file or a pipe gets the document, a terminal all of it but the files that rules look into', () => {
  expect(factsText(document, {})).toBe(canonicalJson(document));
  expect(JSON.parse(factsText(document, { isTTY: true }))).toEqual({ ...document, body: { judgedBank: 'A', facts: document.body.facts, excerpts: [] } });
});
