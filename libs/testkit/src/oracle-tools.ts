/** Every command that specs, oracles and lab images run, and the Debian package that brings it. */
export const oracleTools = {
  debugfs: 'e2fsprogs',
  dumpe2fs: 'e2fsprogs',
  e2fsck: 'e2fsprogs',
  mke2fs: 'e2fsprogs',
  resize2fs: 'e2fsprogs',
  sgdisk: 'gdisk',
  veritysetup: 'cryptsetup-bin',
  'mkfs.vfat': 'dosfstools',
  'fsck.vfat': 'dosfstools',
  mcopy: 'mtools',
  mmd: 'mtools',
  mattrib: 'mtools',
  mdel: 'mtools',
  mdir: 'mtools',
  mshowfat: 'mtools',
  blkid: 'util-linux',
  objcopy: 'binutils',
  objdump: 'binutils',
  openssl: 'openssl',
  sbsign: 'sbsigntool',
  sbverify: 'sbsigntool',
  osslsigncode: 'osslsigncode',
  gpgv: 'gpgv',
  'mkfs.erofs': 'erofs-utils',
  'fsck.erofs': 'erofs-utils',
  'dump.erofs': 'erofs-utils',
  fakeroot: 'fakeroot',
  setfattr: 'attr',
  lz4: 'lz4',
  gzip: 'gzip',
  xz: 'xz-utils',
  zstd: 'zstd',
  bzip2: 'bzip2',
  file: 'file',
  'apt-get': 'apt',
  'dpkg-deb': 'dpkg',
  'grub-script-check': 'grub-common',
  depmod: 'kmod',
  modprobe: 'kmod',
  'systemd-tmpfiles': 'systemd',
  secilc: 'secilc',
  matchpathcon: 'selinux-utils',
  python3: 'python3',
  jq: 'jq',
} as const;

export type OracleTool = keyof typeof oracleTools;

/** The rows of `oracleTools` for the commands named, ready for `describeOracle`. */
export function toolsFor(...commands: readonly OracleTool[]): Record<string, string> {
  return Object.fromEntries(commands.map((command) => [command, oracleTools[command]]));
}
