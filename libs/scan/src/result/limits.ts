/** What this version does not look at, whatever the image. README says the same, in "What it reads today". */
export const LIMITS: readonly string[] = [
  'Disks in other containers (qcow2, vmdk, OVA) are not opened.',
  'Files on xfs and squashfs are not read.',
  'EROFS that is compressed with anything but LZ4 is not read.',
  'Whether a signature was made by a key that anybody trusts is not looked at.',
  'What units do and whether presets enable them is not looked at.',
  'What the SELinux policy allows and how files are labelled is collected, but no rule judges it.',
];
