import { array, declareFact, type Infer, integer, list, object, optional, string } from '@staticfire/facts';

const permissions = (title: string) => array(string('Permission'), title);

const writable = object({
  partition: string('Partition role'),
  label: optional(string('As the files have it; absent: no label')),
  files: integer('Regular files'),
  directories: integer('Directories'),
  example: string('Normalised path of the first file with the label; of the first name where there is no file'),
  fileChanges: permissions('What a container may do to the files, sorted'),
  directoryChanges: permissions('What it may do in the directories, sorted'),
  programs: array(string('Normalised path'), 'Executable files with the label, at most 100'),
});

const schema = object({
  process: string('Context of a container, with two categories of its own'),
  labels: integer('Labels that were looked at'),
  writable: list(writable, 'Labels of files on ROOT and BOOT that the policy would let the container change, were there no dm-verity; by partition and label'),
});

export type SelinuxContainerAccess = Infer<typeof schema>;

export const selinuxContainerAccess = declareFact<SelinuxContainerAccess>({
  name: 'selinux.container-access',
  summary: 'Files of the system whose SELinux label would let ordinary containers change them',
  scope: 'bank',
  schema,
});
