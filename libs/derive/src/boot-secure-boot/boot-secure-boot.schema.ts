import { boolean, declareFact, type Infer, list, object, oneOf, optional, string } from '@staticfire/facts';

const element = object({
  element: oneOf(
    [
      ...(['shim-signature', 'shim-vendor-certificate', 'mok-manager-signature', 'boot-loader-signature', 'grub-public-key'] as const),
      ...(['grub-config-signature', 'kernel-signature', 'uki-signature'] as const),
    ],
    'What a build with Secure Boot makes',
  ),
  partition: oneOf(['EFI', 'BOOT'], 'Where the file lies that has or lacks it'),
  path: optional(string('The file; absent when there is none')),
  present: boolean('It is there; whether it holds is not looked at'),
});

const schema = object({
  expected: boolean('Bottlerocket signs variants with this kernel: 6.1 and later, or an unknown one'),
  elements: list(element, 'What the way that this image boots needs, in the order of the boot'),
});

export type BootSecureBoot = Infer<typeof schema>;

export const bootSecureBoot = declareFact<BootSecureBoot>({
  name: 'boot.secure-boot',
  summary: 'What Secure Boot needs of the boot files, and whether it is there',
  scope: 'bank',
  schema,
});
