import { basename } from 'node:path/posix';
import type { LabelData, LabelledExecutables } from '@staticfire/analyze/selinux/assertions';
import { type Neverallow, readNeverallows } from '@staticfire/analyze/selinux/neverallows';
import { collectFileFacts } from '@staticfire/collect';
import { readCilModules } from '@staticfire/collect/selinux-files';
import type { Fact } from '@staticfire/facts';
import { ReadError } from '@staticfire/read/bytes';
import { parseCil } from '@staticfire/read/formats/cil';
import type { ImageRoot } from './image-root.ts';
import type { ImageData, ReadImageData } from './open-checked-policy.ts';

type FileData = Exclude<ImageData, 'neverallows'>;

/** The fact that holds it, and how. */
const FACTS: Readonly<Record<FileData, { readonly name: string; readonly dataOf: (value: unknown) => ReadImageData['data'] }>> = {
  labels: { name: 'selinux.labels', dataOf: (value) => ({ labels: value as LabelData }) },
  executables: { name: 'selinux.executables', dataOf: (value) => value as { readonly executables: readonly LabelledExecutables[] } },
};

/** `folder` is that of the policy which ROOT configures: `/etc/selinux/fortified`. */
export async function readImageData(root: ImageRoot, folder: string, wanted: ReadonlySet<ImageData>): Promise<ReadImageData> {
  const kinds = (Object.keys(FACTS) as FileData[]).filter((kind) => wanted.has(kind));
  const names = kinds.map((kind) => FACTS[kind].name);
  const facts = names.length === 0 ? [] : await collectFileFacts(root.image, root.bank, names);
  const read = kinds.flatMap((kind) => facts.filter(({ name }) => name === FACTS[kind].name).map((fact) => dataOf(kind, fact)));
  const all = wanted.has('neverallows') ? [...read, readModules(root, basename(folder))] : read;
  return { data: Object.assign({}, ...all.map(({ data }) => data)), failures: Object.assign({}, ...all.map(({ failures }) => failures)) };
}

function dataOf(kind: FileData, fact: Fact): ReadImageData {
  if (fact.state === 'unreadable') return { data: {}, failures: { [kind]: fact.error.message } };
  return { data: fact.state === 'present' ? FACTS[kind].dataOf(fact.value) : {}, failures: {} };
}

function readModules({ fs }: ImageRoot, policyType: string): ReadImageData {
  try {
    const neverallows = neverallowsOf(readCilModules(fs, policyType));
    return { data: neverallows === undefined ? {} : { neverallows }, failures: {} };
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    return { data: {}, failures: { neverallows: error.message } };
  }
}

function neverallowsOf(modules: ReturnType<typeof readCilModules>): readonly Neverallow[] | undefined {
  return modules && readNeverallows(modules.map(({ path, bytes }) => ({ file: path, statements: parseCil(bytes, path) })));
}
