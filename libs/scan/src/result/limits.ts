/** What this version does not look at, whatever the image. README says the same, in "What it reads today". */
export const LIMITS: readonly string[] = [
  'Disks in other containers (qcow2, vmdk, OVA) are not opened.',
  'Squashfs that is compressed with lzo or lzma is not read.',
  'EROFS that spans several devices, or has the features 48bit or metabox, is not read.',
  'Whether a signature was made by a key that anybody trusts is not looked at.',
  'Secrets are looked for in text files, not inside programs and archives.',
];
