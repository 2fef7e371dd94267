import type { Evidence, Finding } from './finding.ts';
import type { ScanResult } from './scan-result.ts';

type Sources = Evidence['sources'];

/** As it is saved: the sources of evidence are the number of a list, from 0. */
type SavedFinding = Omit<Finding, 'evidence'> & { readonly evidence: readonly SavedEvidence[] };
type SavedEvidence = Omit<Evidence, 'sources'> & { readonly sources: number };

/** What a result is in a file: many findings rest on the same sources, so each list of them is there once, in the order in which findings name it. */
export type SavedResult = Omit<ScanResult, 'findings'> & { readonly findings: readonly SavedFinding[]; readonly sources: readonly Sources[] };

export function saveResult(result: ScanResult): SavedResult {
  const lists = new SourceLists();
  const findings = result.findings.map((finding) => ({
    ...finding,
    evidence: finding.evidence.map((each) => ({ ...each, sources: lists.numberOf(each.sources) })),
  }));
  return { ...result, findings, sources: lists.all };
}

/** The result that was saved. Throws RangeError with the JSON pointer of evidence whose list is not there. */
export function restoreResult({ sources, ...saved }: SavedResult): ScanResult {
  const findings = saved.findings.map((finding, at) => ({
    ...finding,
    evidence: finding.evidence.map((each, index) => {
      const list = sources[each.sources];
      if (list === undefined) throw new RangeError(`/findings/${at}/evidence/${index}/sources is ${each.sources}, and there are ${sources.length} lists`);
      return { ...each, sources: list };
    }),
  }));
  return { ...saved, findings };
}

class SourceLists {
  readonly #byList = new Map<Sources, number>();
  readonly #byText = new Map<string, number>();
  readonly all: Sources[] = [];

  numberOf(list: Sources): number {
    const known = this.#byList.get(list);
    if (known !== undefined) return known;
    const number = this.#numberOfText(list);
    this.#byList.set(list, number);
    return number;
  }

  #numberOfText(list: Sources): number {
    const text = JSON.stringify(list);
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const number = this.all.push(list) - 1;
    this.#byText.set(text, number);
    return number;
  }
}
