import { explain as explainName, renderExplanation } from '@staticfire/evaluate/authoring';
import { renderJsonText } from '@staticfire/report';
import { factOrigins } from '@staticfire/scan';
import { factCatalogue } from '@staticfire/scan/judge';
import { loadChosenPolicies } from '../load-policies.ts';

export interface ExplainOptions {
  readonly format: 'text' | 'json';
  readonly pack: readonly string[];
  readonly config?: string;
}

/** Prints what is known of a rule, a control or a fact before any image is opened. Throws UnknownNameError. */
export function explain(word: string, { format, ...options }: ExplainOptions): void {
  const { packs, selection } = loadChosenPolicies({ ...options, profile: [] });
  const explanation = explainName(word, { packs, origins: factOrigins, parameters: selection.parameters }, factCatalogue);
  process.stdout.write(format === 'json' ? renderJsonText(explanation) : renderExplanation(explanation));
}
