import { declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';
import { artifactKinds } from '../evidence/artifact-kinds.ts';

const artifact = object({
  name: string('In the folder'),
  suffix: string('The end of the name, the same for every build: -root.ext4.lz4'),
  kind: oneOf(artifactKinds, 'By its name'),
  agreement: oneOf(
    ['scanned', 'equal', 'differs', 'not-compared'],
    'scanned: the facts come from it; equal: unpacked it is what the disk holds there, byte for byte, up to zeros at the end of either; not-compared: no copy of a part of the disk',
  ),
  against: optional(string('What it was compared with: DISK, a partition as ROOT-A, or a path on ROOT')),
  offset: optional(integer('Where it differs: the first byte that is not the same, from the start of the unpacked artifact')),
});

const schema = object({ artifacts: list(artifact, 'Every artifact of the folder, by name; links that are other names of one are left out') });

export type ArtifactsAgreement = Infer<typeof schema>;

export const artifactsAgreement = declareFact<ArtifactsAgreement>({
  name: 'artifacts.agreement',
  summary: 'Whether what a build left beside its disk is what the disk holds; absent unless a build output folder was given',
  scope: 'disk',
  schema,
});
