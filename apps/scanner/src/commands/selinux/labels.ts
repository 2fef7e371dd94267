import { canonicalContext } from '@staticfire/analyze/selinux/contexts';
import { checkLabels, type LabelCheck, type LabelDifference, type LabelKnowledge, lookUpLabels } from '@staticfire/analyze/selinux/file-contexts';
import { type SelinuxPolicy, whileReading } from '@staticfire/scan/selinux';
import { type ImageLabels, type LabelledFile, openLabels, type UnreadableFile } from '@staticfire/scan/selinux/labels';
import { ExitCode } from '../../exit-code.ts';
import { planImage } from '../plan-image.ts';
import type { PolicyOptions } from './policy-options.ts';
import { writeAnswer } from './write-answer.ts';

export interface LabelsOptions extends PolicyOptions {
  readonly all?: boolean;
}

/** What came out for one partition. */
interface PartitionLabels extends LabelCheck {
  readonly partition: 'ROOT' | 'BOOT';
  readonly unreadable: readonly { readonly path: string; readonly error: string }[];
}

const FEW = 5;

/** Prints the labels that are not as file_contexts says. The exit code is 1 when there are some, 3 when a file could not be read. */
export async function labels(paths: readonly string[], options: LabelsOptions): Promise<ExitCode> {
  const input = planImage(paths, options);
  const image = await openLabels(input, options.bank);
  try {
    const knowledge = knowledgeOf(image.policy);
    const most = options.all ? Number.POSITIVE_INFINITY : FEW;
    const partitions: PartitionLabels[] = [];
    for (const partition of image.partitions) partitions.push(await whileReading(input.path, () => checkPartition(image, partition, knowledge, most)));
    const tables = image.tables.files.map((file) => file.path);
    await writeAnswer(options.format, { policy: image.place, tables, partitions }, () => partitions.flatMap((each) => [...partitionLines(each)]));
    return exitCodeOf(partitions);
  } finally {
    image.close();
  }
}

async function checkPartition(image: ImageLabels, partition: 'ROOT' | 'BOOT', knowledge: LabelKnowledge, most: number): Promise<PartitionLabels> {
  const files: LabelledFile[] = [];
  const failed: UnreadableFile[] = [];
  for (const file of image.files(partition)) {
    if ('error' in file) failed.push(file);
    else files.push(file);
  }
  const answers = await lookUpLabels(image.tables, files);
  const unreadable = failed.map(({ path, error }) => ({ path, error: error.message }));
  return { partition, ...checkLabels(files, answers, knowledge, most), unreadable };
}

/** Few labels are on many files. */
function knowledgeOf(policy: SelinuxPolicy): LabelKnowledge {
  const known = new Map<string, string | undefined>();
  const canonical = (context: string) => {
    if (!known.has(context)) known.set(context, canonicalContext(policy, context));
    return known.get(context);
  };
  return { isValid: (context) => canonical(context) !== undefined, canonical: (context) => canonical(context) ?? context };
}

function exitCodeOf(partitions: readonly PartitionLabels[]): ExitCode {
  if (partitions.some(({ unreadable }) => unreadable.length > 0)) return ExitCode.inconclusive;
  return partitions.some(({ differing }) => differing > 0) ? ExitCode.failed : ExitCode.passed;
}

function* partitionLines({ partition, checked, differing, differences, omitted, unreadable }: PartitionLabels): Generator<string> {
  yield `${partition}: ${checked} files, ${differing} with another label than file_contexts says, ${unreadable.length} unreadable`;
  for (const difference of differences) yield* differenceLines(difference);
  for (const { directory, kind, count } of omitted) yield `${directory}: ${count} more ${kind}; --all lists them`;
  for (const { path, error } of unreadable) yield `${path}: unreadable: ${error}`;
}

function* differenceLines({ path, type, kind, expected, found, file, line }: LabelDifference): Generator<string> {
  yield `${path} (${type}): ${kind}`;
  yield `    expected ${expected ?? 'no label'}${file === undefined ? '' : `, by ${file}:${line}`}`;
  yield `    found    ${found ?? 'no label'}`;
}
