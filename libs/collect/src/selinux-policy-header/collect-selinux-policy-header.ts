import { FormatError, ReadError } from '@staticfire/read/bytes';
import { withFileOffsets } from '@staticfire/read/filesystem';
import { parseSelinuxPolicy, readSelinuxPolicyHeader } from '@staticfire/read/formats/selinux-policy';
import { defineBankCollector } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { isUnreadableEntry, listFolders } from '../evidence/list-folder.ts';
import { RootFiles } from '../evidence/root-files.ts';
import { selinuxFolders } from '../selinux-files/selinux-folders.ts';
import { type SelinuxPolicyHeaders, selinuxPolicyHeader } from './selinux-policy-header.schema.ts';

/** Fedora's has 8 MiB, Bottlerocket's 64 KiB. */
const MAX_LENGTH = 64 * 1024 * 1024;
const MAX_TOTAL = 256 * 1024 * 1024;
const MAX_POLICIES = 100;
/** Policies up to this length are decoded as a whole, as `readSelinuxPolicy` does. */
const MAX_DECODED = 8 * 1024 * 1024;

type Policy = Extract<SelinuxPolicyHeaders['policies'][number], { readonly path: string }>;

export const collectSelinuxPolicyHeader = defineBankCollector({
  fact: selinuxPolicyHeader,
  reads: ['bank', 'fileSystem'],
  collect({ bank, fileSystem }, sources): SelinuxPolicyHeaders | undefined {
    const fs = fileSystem('ROOT');
    if (fs === undefined) return undefined;
    const files = new RootFiles(fs, bank, sources, MAX_TOTAL);
    const policies = new BoundedList<Policy>(MAX_POLICIES, 'policies');
    for (const folder of listFolders(fs, selinuxFolders)) {
      for (const type of folder.entries) {
        if (isUnreadableEntry(type)) policies.addError(type.error);
        else policies.attempt(() => readPolicies(files, type.path, type.name, policies));
      }
    }
    return policies.elements.length === 0 ? undefined : { policies: policies.elements };
  },
});

/** Adds those that cannot be read itself, so that the others are still returned. */
function readPolicies(files: RootFiles, folder: string, policyType: string, policies: BoundedList<Policy>): Policy[] {
  const entries = listFolders(files.fs, [`${folder}/policy`]).flatMap((each) => each.entries);
  for (const entry of entries) {
    if (isUnreadableEntry(entry)) policies.addError(entry.error);
    else if (/^policy\.[0-9]+$/.test(entry.name)) {
      policies.attempt(() => {
        const bytes = files.read(entry.path, MAX_LENGTH);
        return bytes === undefined ? [] : [describe(entry.path, policyType, bytes)];
      });
    }
  }
  return [];
}

function describe(path: string, policyType: string, bytes: Uint8Array): Policy {
  const header = withFileOffsets(path, () => readSelinuxPolicyHeader(bytes));
  const nameMatchesVersion = path.endsWith(`/policy.${header.version}`);
  return { path, policyType, size: bytes.length, ...header, nameMatchesVersion, ...defectOf(path, bytes) };
}

/** What is beyond our limits or not read by us says nothing about a kernel. */
function defectOf(path: string, bytes: Uint8Array): Pick<Policy, 'defect'> {
  if (bytes.length > MAX_DECODED) return {};
  try {
    withFileOffsets(path, () => parseSelinuxPolicy(bytes));
    return {};
  } catch (error) {
    if (error instanceof FormatError) return { defect: error.message };
    if (error instanceof ReadError) return {};
    throw error;
  }
}
