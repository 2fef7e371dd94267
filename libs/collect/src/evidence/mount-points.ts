/** Where a Bottlerocket node mounts a tmpfs, the data partition or the kernel's filesystems (its mount units and systemd's own). */
export const mountPoints: readonly string[] = [
  '/etc',
  '/var',
  '/run',
  '/tmp',
  '/dev',
  '/proc',
  '/sys',
  '/boot',
  '/mnt',
  '/opt',
  '/local',
  '/media',
  '/home',
  '/srv',
  '/root',
  '/.bottlerocket',
];
