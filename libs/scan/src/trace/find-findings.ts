import type { Pack } from '@staticfire/evaluate';
import { findRule, UnknownNameError } from '@staticfire/evaluate/authoring';
import { describeUnknown } from '@staticfire/evaluate/packs';
import type { Finding, ScanResult } from '@staticfire/findings';

/** As many characters of a fingerprint as make a mistake unlikely. */
const FINGERPRINT = /^[0-9a-f]{6,64}$/;

/**
 * The findings that `word` names: a fingerprint or its beginning, or a rule as `pack:area/name` or an unambiguous `area/name`, of those
 * the one about `subject`. Throws UnknownNameError.
 */
export function findFindings(result: ScanResult, packs: readonly Pack[], word: string, subject: string | undefined): readonly Finding[] {
  const found = FINGERPRINT.test(word) ? byFingerprint(result.findings, word) : byRule(result, packs, word);
  if (subject === undefined) return found;
  const subjects = found.flatMap((finding) => finding.subject ?? []);
  const about = found.filter((finding) => finding.subject === subject);
  if (about.length === 0) throw new UnknownNameError(`${found[0]!.ruleId}: ${describeUnknown('subject', subject, subjects)}${listed(subjects)}`);
  return about;
}

function byFingerprint(findings: readonly Finding[], word: string): readonly Finding[] {
  const found = findings.filter(({ fingerprint }) => fingerprint.startsWith(word));
  if (found.length === 0) throw new UnknownNameError(`no finding has a fingerprint that begins with ${word}`);
  if (new Set(found.map(({ fingerprint }) => fingerprint)).size > 1)
    throw new UnknownNameError(`several findings have a fingerprint that begins with ${word}: ${found.map(({ fingerprint }) => fingerprint).join(', ')}`);
  return found;
}

function byRule(result: ScanResult, packs: readonly Pack[], word: string): readonly Finding[] {
  const known = result.findings.filter(({ ruleId }) => ruleId === word);
  if (known.length > 0) return known;
  const { id } = findRule(packs, word);
  const found = result.findings.filter(({ ruleId }) => ruleId === id);
  if (found.length > 0) return found;
  const deselected = result.deselected.find((each) => each.kind === 'rule' && each.id === id);
  throw new UnknownNameError(`${id} was not judged: ${deselected === undefined ? 'the profile does not select it' : `left out, ${deselected.reason}`}`);
}

function listed(subjects: readonly string[]): string {
  const shown = subjects.slice(0, 20);
  if (shown.length === 0) return '; its findings are about the image as a whole';
  return `; there are ${shown.join(', ')}${shown.length < subjects.length ? ` and ${subjects.length - shown.length} more` : ''}`;
}
