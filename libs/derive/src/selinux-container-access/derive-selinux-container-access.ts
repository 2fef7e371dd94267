import { changesAllowed, effectiveLabel } from '@staticfire/analyze/selinux/access';
import { MissingEvidenceError, type SelinuxPolicy } from '@staticfire/analyze/selinux/assertions';
import { parseContext } from '@staticfire/analyze/selinux/contexts';
import { array, type Infer, integer, isUnreadable, list, object, optional, string, type Unreadable } from '@staticfire/facts';
import { askPolicy } from '../ask-policy.ts';
import { defineDerivation, need, needIfPresent } from '../derivation.ts';
import { type SelinuxContainerAccess, selinuxContainerAccess } from './selinux-container-access.schema.ts';

/** What container runtimes give a pod: two categories of 1024. */
const CONTAINER = 'system_u:system_r:container_t:s0:c1,c2';
const MAX_PROGRAMS = 100;

const policySchema = object({ path: string(''), sha256: string('') });
const count = object({ partition: string(''), label: optional(string('')), files: integer(''), directories: integer(''), example: string('') });
const labelsSchema = object({ counts: list(count, '') });
const executablesSchema = object({ executables: list(object({ label: optional(string('')), paths: array(string(''), '') }), '') });

type Counts = Infer<typeof labelsSchema>['counts'];
type Executables = Infer<typeof executablesSchema>['executables'];
type Writable = SelinuxContainerAccess['writable'][number];

export const deriveSelinuxContainerAccess = defineDerivation({
  fact: selinuxContainerAccess,
  needs: {
    policy: need('selinux.policy', policySchema),
    labels: need('selinux.labels', labelsSchema),
    executables: needIfPresent('selinux.executables', executablesSchema),
  },
  derive({ policy, labels, executables }, _, file): SelinuxContainerAccess | Unreadable {
    return askPolicy(policy, file, (read) => lookAt(read, labels.counts, programsByLabel(executables?.executables ?? [])));
  },
});

function lookAt(policy: SelinuxPolicy, counts: Counts, programs: ReadonlyMap<string | undefined, readonly string[]>): SelinuxContainerAccess {
  const process = parseContext(policy, CONTAINER);
  const writable = counts.flatMap((count): Writable[] => {
    if (isUnreadable(count)) return [count];
    const { label, ...told } = count;
    const effective = effectiveLabel(policy, label);
    if (effective === undefined) throw new MissingEvidenceError('the policy does not say what files without a label are');
    const { file = [], dir = [] } = changesAllowed(policy, process, effective);
    if ((file.length === 0 || count.files === 0) && (dir.length === 0 || count.directories === 0)) return [];
    const named = {
      partition: told.partition,
      ...(label === undefined ? {} : { label }),
      files: told.files,
      directories: told.directories,
      example: told.example,
    };
    return [{ ...named, fileChanges: file, directoryChanges: dir, programs: (programs.get(label) ?? []).slice(0, MAX_PROGRAMS) }];
  });
  return { process: CONTAINER, labels: counts.length, writable };
}

function programsByLabel(executables: Executables): ReadonlyMap<string | undefined, readonly string[]> {
  return new Map(executables.flatMap((each) => (isUnreadable(each) ? [] : [[each.label, each.paths] as const])));
}
