import { array, declareFact, type Infer, list, object, oneOf, string } from '@staticfire/facts';

const problem = object({
  kind: oneOf(['missing', 'unexpected', 'contradiction'], 'What is wrong for this era'),
  what: string('A path, a partition or a statement'),
  where: oneOf(['DISK', 'EFI', 'BOOT', 'ROOT', 'PRIVATE'], 'Where it should be, or is'),
});

const schema = object({
  era: oneOf(['grub-two-banks', 'grub-one-bank', 'uki-systemd-boot', 'uki-direct', 'unknown'], 'How the image boots, told by what is in it'),
  evidence: array(string('Statement'), 'What tells it'),
  problems: list(problem, 'What an image of this era must have and has not, or must not have and has'),
});

export type BootEra = Infer<typeof schema>;

export const bootEra = declareFact<BootEra>({
  name: 'boot.era',
  summary: 'Which of the ways that Bottlerocket images boot this one follows, and where it departs from it',
  scope: 'bank',
  schema,
});
