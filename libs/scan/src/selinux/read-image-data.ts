import { type EvidenceFile, type LabelData, type LabelledExecutables, MissingEvidenceError, readModules } from '@staticfire/analyze/selinux/assertions';
import { collectFileFacts } from '@staticfire/collect';
import { readCilModules } from '@staticfire/collect/selinux-files';
import type { Fact } from '@staticfire/facts';
import { ReadError } from '@staticfire/read/bytes';
import type { ImageRoot } from './image-root.ts';
import type { ImageData, ImageDataName } from './open-checked-policy.ts';

const LABELS = 'selinux.labels';
const EXECUTABLES = 'selinux.executables';

/** `folder` is that of the policy which ROOT configures: `/etc/selinux/fortified`. */
export async function readImageData(root: ImageRoot, folder: string, wanted: ReadonlySet<ImageDataName>): Promise<ImageData> {
  const names = [...(wanted.has('labels') ? [LABELS] : []), ...(wanted.has('executables') ? [EXECUTABLES] : [])];
  const facts = names.length === 0 ? [] : await collectFileFacts(root.image, root.bank, names);
  const files = wanted.has('neverallows') ? attempt(() => readCilModules(root.fs, folder.slice(folder.lastIndexOf('/') + 1))) : undefined;
  const modules = files && readModules(() => opened(files));
  return {
    get labels() {
      return valueIn(facts, LABELS) as LabelData | undefined;
    },
    get executables() {
      return (valueIn(facts, EXECUTABLES) as { readonly executables: readonly LabelledExecutables[] } | undefined)?.executables;
    },
    get neverallows() {
      return modules?.neverallows;
    },
  };
}

function valueIn(facts: readonly Fact[], wanted: string): unknown {
  const fact = facts.find(({ name }) => name === wanted);
  if (fact?.state === 'unreadable') throw new MissingEvidenceError(fact.error.message);
  return fact?.state === 'present' ? fact.value : undefined;
}

/** The image is closed when an assertion looks at it. */
function attempt(read: () => readonly EvidenceFile[] | undefined): readonly EvidenceFile[] | ReadError | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ReadError) return error;
    throw error;
  }
}

function opened(files: readonly EvidenceFile[] | ReadError): readonly EvidenceFile[] {
  if (files instanceof ReadError) throw files;
  return files;
}
