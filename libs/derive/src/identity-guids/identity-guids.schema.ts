import { array, boolean, declareFact, type Infer, object, oneOf, optional, string } from '@staticfire/facts';

const row = object({
  target: string('As twoliter names it: gpt-disk-os, gpt-part-root-a …'),
  found: string('In the image, lower case'),
  expected: string('Derived, lower case'),
  matches: boolean('They are the same'),
});

const schema = object({
  timestamp: string('Seconds since 1970 from the superblock of ROOT, which the build sets to its commit'),
  variant: string('VARIANT_ID'),
  architecture: string('Of the kernel'),
  rows: array(row, 'Every identifier that newer builds derive'),
  partitionTable: oneOf(
    ['derived', 'other', 'mixed'],
    'Disk and partition GUIDs: all derived from this build, none of them, or some. A repacked image keeps those of the first build: none',
  ),
  rootFilesystem: optional(oneOf(['derived', 'other'], 'The UUID of ROOT; missing where its filesystem has none')),
});

export type IdentityGuids = Infer<typeof schema>;

export const identityGuids = declareFact<IdentityGuids>({
  name: 'identity.guids',
  summary: 'Whether the identifiers are the ones that twoliter derives from time, variant and architecture of the build',
  scope: 'bank',
  schema,
});
