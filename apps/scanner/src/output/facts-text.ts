import { canonicalJson, type FactsDocument } from '@staticfire/facts';
import type { Screen } from './terminal-options.ts';

/** A facts document as text. A terminal gets none of the files that rules look into: nobody reads them there, and they may be megabytes. */
export function factsText(document: FactsDocument, { isTTY = false }: Screen): string {
  if (!isTTY) return canonicalJson(document);
  const { blobs: _, ...body } = document.body;
  return canonicalJson({ ...document, body });
}
