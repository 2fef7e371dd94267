/** What this version does not look at, whatever the image. README says the same, in "What it reads today". */
export const LIMITS: readonly string[] = [
  'Virtual disks with a backing file or a parent are not opened.',
  'Virtual disks in several files or encrypted ones are not opened.',
  'Squashfs that is compressed with lzo or lzma is not read.',
  'EROFS that spans several devices, or has the features 48bit or metabox, is not read.',
  'Whether the firmware of a machine trusts the keys that boot programs are signed with is not in an image.',
  'Secrets are looked for in text files, not inside programs and archives.',
];
