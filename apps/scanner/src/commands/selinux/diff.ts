import { comparePolicies, type DifferenceEntry, differenceSections, type SectionDifference } from '@staticfire/analyze/selinux/difference';
import { openPolicy, whileReading } from '@staticfire/scan/selinux';
import { ExitCode } from '../../exit-code.ts';
import { refuseBank } from './ask-policy.ts';
import { planPolicyImage } from './plan-policy-image.ts';
import type { PolicyOptions } from './policy-options.ts';
import { unknownName } from './usage-error.ts';
import { writeAnswer } from './write-answer.ts';

export interface DiffOptions extends PolicyOptions {
  readonly section: readonly string[];
  readonly stats?: boolean;
}

/** Prints what differs between two policies; the exit code is 1 when something does. */
export async function diff(oldPath: string, newPath: string, options: DiffOptions): Promise<ExitCode> {
  const unknown = options.section.find((name) => !differenceSections.includes(name));
  if (unknown !== undefined) throw await unknownName('section', unknown, differenceSections);
  const open = async (path: string) => openPolicy(await planPolicyImage([path], options), options.bank);
  const [before, after] = [await open(oldPath), await open(newPath)];
  refuseBank([before, after], options);
  const wanted = options.section.length === 0 ? differenceSections : options.section;
  const sections = await whileReading(newPath, () => comparePolicies(before.policy, after.policy, wanted));
  const told = options.stats ? sections.map(countsOf) : sections.map((section) => ({ ...countsOf(section), ...section }));
  await writeAnswer(options.format, { before: before.place, after: after.place, sections: told }, () =>
    sections.flatMap((each) => [...sectionLines(each, options)]),
  );
  return sections.length === 0 ? ExitCode.passed : ExitCode.failed;
}

function countsOf({ section, added, removed, modified }: SectionDifference) {
  return { section, counts: { added: added.length, removed: removed.length, modified: modified.length } };
}

function* sectionLines({ section, added, removed, modified }: SectionDifference, { stats }: DiffOptions): Generator<string> {
  yield `${section}: +${added.length} -${removed.length} ~${modified.length}`;
  if (stats) return;
  for (const entry of added) yield `  + ${entryText(entry.name, entry.added)}`;
  for (const entry of removed) yield `  - ${entryText(entry.name, entry.removed)}`;
  for (const entry of modified) yield `  ~ ${entryText(entry.name, changesOf(entry))}`;
}

function changesOf({ added, removed }: DifferenceEntry): readonly string[] {
  return [...added.map((part) => `+${part}`), ...removed.map((part) => `-${part}`)];
}

function entryText(name: string, parts: readonly string[]): string {
  return parts.length === 0 ? name : `${name} { ${parts.join(' ')} }`;
}
