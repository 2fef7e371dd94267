import { describePack, renderPackContent, renderPackList, summarisePack } from '@staticfire/evaluate/authoring';
import { renderJsonText } from '@staticfire/report';
import { loadChosenPolicies } from '../load-policies.ts';

export interface PacksOptions {
  readonly format: 'text' | 'json';
  readonly pack: readonly string[];
  readonly config?: string;
}

/** Lists the packs that a scan would judge with, or prints everything in one of them. Throws UnknownNameError. */
export function listPacks(id: string | undefined, { format, ...options }: PacksOptions): void {
  const { packs } = loadChosenPolicies({ ...options, profile: [] });
  if (id === undefined) {
    const summaries = packs.map((pack) => summarisePack(pack, packs));
    process.stdout.write(format === 'json' ? renderJsonText(summaries) : renderPackList(summaries));
    return;
  }
  const content = describePack(id, packs);
  process.stdout.write(format === 'json' ? renderJsonText(content) : renderPackContent(content));
}
