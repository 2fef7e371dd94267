import type { LabelData, WrongLabel } from '../assertion-data.ts';
import { MissingDataError, MissingEvidenceError } from '../assertion-errors.ts';
import { type Readable, readable, unreadableCount } from '../readable.ts';
import { kindSchema, nameSchema } from '../schema-parts.ts';
import type { AssertionScope, Leniency } from '../scope/index.ts';
import type { ViolationDraft } from '../violation-list.ts';

type Kind = WrongLabel['kind'];
type Group = Readable<LabelData['omitted'][number]>;

const KINDS: readonly Kind[] = ['missing', 'different', 'unexpected', 'invalid'];

/** Every file has the label that file_contexts says, and the policy knows it. */
export interface LabelsAssertion extends Leniency {
  readonly assert: 'labels';
  /** Files at or below these paths may have no label. */
  readonly unlabelled?: readonly string[];
  /**
   * What counts as wrong: no label (`missing`), another one (`different`), one where there is to be none (`unexpected`), one that the policy does not know
   * (`invalid`). All unless given.
   */
  readonly kinds?: readonly Kind[];
}

export const labelsSchema = kindSchema(
  'labels',
  {
    unlabelled: { title: 'paths below which files may have no label', type: 'array', items: { ...nameSchema('an absolute path'), pattern: '^/' } },
    kinds: { title: 'what counts as wrong', type: 'array', items: { title: 'a kind of difference', enum: KINDS }, minItems: 1 },
  },
  [],
);

export function decideLabels({ data }: AssertionScope, { unlabelled = [], kinds = KINDS }: LabelsAssertion): ViolationDraft[] {
  const { labels } = data;
  if (labels === undefined) throw new MissingDataError('labels', 'the labels of the files of an image');
  const exempt = unlabelled.map((path) => path.replace(/\/+$/, ''));
  const files = readable(labels.differences).filter(({ kind, path }) => kinds.includes(kind) && !(kind === 'missing' && isBelow(path, exempt)));
  const groups = readable(labels.omitted).filter(({ kind, directory }) => kinds.includes(kind) && !(kind === 'missing' && isBelow(directory, exempt)));
  const found = [...files.map(fileViolation), ...groups.flatMap((group) => groupViolation(group, exempt))];
  if (found.length === 0) checkComplete(labels, groups);
  return found;
}

/** Of what is left, nothing is known: files that could not be read, or groups of which each file may be exempt. */
function checkComplete({ differences, omitted, unreadable = 0 }: LabelData, groups: readonly Group[]): void {
  const unread = Math.max(unreadable, unreadableCount(differences)) + unreadableCount(omitted);
  if (unread > 0) throw new MissingEvidenceError(`nothing that was read violates it, but of ${unread} files or folders the labels could not be read`);
  if (groups[0] !== undefined)
    throw new MissingEvidenceError(`files without a label in ${groups[0].directory} are not listed, and may be those that need none`);
}

function isBelow(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
}

function fileViolation({ path, kind, expected = 'no label', found, table, tableLine }: WrongLabel): ViolationDraft {
  const is = found === undefined ? 'it has no label' : `it is ${found}`;
  if (kind === 'invalid') return { subject: path, message: `${is}, which the policy does not know` };
  const place = table === undefined ? '' : `, by ${table}${tableLine === undefined ? '' : `:${tableLine}`}`;
  return { subject: path, message: `${is}, ${expected} is expected${place}` };
}

/** Which files they are is not told: those of the directory that may have no label could be among them. */
function groupViolation({ directory, kind, count }: Group, exempt: readonly string[]): ViolationDraft[] {
  const maybeExempt = kind === 'missing' ? exempt.filter((path) => parentOf(path) === directory).length : 0;
  const sure = count - maybeExempt;
  if (sure <= 0) return [];
  const number = maybeExempt === 0 ? `${sure}` : `at least ${sure}`;
  return [{ subject: directory, message: `${number} more files in it have a wrong label: ${kind}`, count: sure }];
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf('/')));
}
