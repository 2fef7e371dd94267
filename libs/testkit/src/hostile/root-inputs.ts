import { file, symlink } from '../lab/tree.ts';
import { addFiles, both, editBoot, editRoot, removeFile } from '../mutations/change.ts';
import { changed, type HostileInput } from './hostile-input.ts';

const HUNDRED_MIB = 100 * 1024 * 1024;
const OS_RELEASE = 'usr/lib/os-release';

const linkedOsRelease = (target: string) => changed(both(removeFile(OS_RELEASE), addFiles(symlink(OS_RELEASE, target))));

// All of these have valid checksums and a matching hash tree.
export const rootInputs: readonly HostileInput[] = [
  { name: 'root: os-release leads out of the image', make: linkedOsRelease(`${'../'.repeat(12)}etc/os-release`), exitCodes: [1, 3], words: ['os-release'] },
  { name: 'root: os-release leads to an absolute host path', make: linkedOsRelease('/etc/hostname'), exitCodes: [1, 3], words: ['os-release'] },
  { name: 'root: os-release leads to itself', make: linkedOsRelease('os-release'), exitCodes: [1, 3], words: ['os-release'] },
  {
    name: 'root: two symlinks lead to one another',
    make: changed(addFiles(symlink('usr/share/ping', 'pong'), symlink('usr/share/pong', 'ping'))),
    exitCodes: [0],
    words: [],
  },
  {
    name: 'root: file name is no UTF-8',
    make: changed(editRoot('symlink USR/share/\xff\xfe-name nowhere', 'ea_set USR/share/\xff\xfe-name security.selinux system_u:object_r:os_t:s0')),
    exitCodes: [0],
    words: [],
  },
  { name: 'root: file name holds a terminal escape', make: changed(addFiles(file('usr/share/a\u001b[31m', ''))), exitCodes: [0], words: [] },
  { name: 'root: directory holds itself', make: changed(editRoot('ln USR/share USR/share/again')), exitCodes: [1, 3], words: ['loop'] },
  { name: 'root: directory holds its parent', make: changed(editRoot('ln USR USR/share/up')), exitCodes: [1, 3], words: ['loop'] },
  {
    name: 'root: extent leads out of the filesystem',
    make: changed(editRoot('sif USR/lib/os-release block[5] 0xfffff')),
    exitCodes: [1, 3],
    words: ['os-release'],
  },
  { name: 'root: file claims an exabyte', make: changed(editRoot('sif USR/lib/os-release size 0x1000000000000000')), exitCodes: [1, 3], words: ['os-release'] },
  {
    name: 'root: program with 256 GiB of holes',
    make: changed(editRoot('sif USR/bin/containerd size 0x4000000000')),
    exitCodes: [3],
    words: ['/usr/bin/containerd', 'more content than'],
  },
  {
    name: 'root: extent tree is five thousand deep',
    make: changed(editRoot('sif USR/lib/os-release block[1] 0x13880004')),
    exitCodes: [1, 3],
    words: ['os-release'],
  },
  { name: 'boot: grub.cfg of 100 MB', make: changed(editBoot(`sif /grub/grub.cfg size ${HUNDRED_MIB}`)), exitCodes: [3], words: ['grub.cfg'] },
];
