import type { Suite } from '../suite.ts';
import { containerMemorySuite } from './container-memory.ts';
import { containersSuite } from './containers.ts';
import { erofsSuite } from './erofs.ts';
import { filesystemsSuite } from './filesystems.ts';
import { growthSuite } from './growth.ts';
import { guestfsSuite } from './guestfs.ts';
import { programsSuite } from './programs.ts';
import { readersSuite } from './readers.ts';
import { reportsSuite } from './reports.ts';
import { scansSuite } from './scans.ts';
import { selinuxSuite } from './selinux.ts';
import { squashfsSuite } from './squashfs.ts';
import { stagesSuite } from './stages.ts';
import { startsSuite } from './starts.ts';
import { unitsSuite } from './units.ts';
import { veritySuite } from './verity.ts';
import { virtualDisksSuite } from './virtual-disks.ts';

/** In the order of the report. */
export const suites: readonly Suite[] = [
  scansSuite,
  veritySuite,
  filesystemsSuite,
  erofsSuite,
  squashfsSuite,
  readersSuite,
  containersSuite,
  virtualDisksSuite,
  containerMemorySuite,
  stagesSuite,
  reportsSuite,
  startsSuite,
  programsSuite,
  unitsSuite,
  selinuxSuite,
  growthSuite,
  guestfsSuite,
];
