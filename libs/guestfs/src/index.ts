export type { GuestfsDrive } from './guestfs-disks.ts';
export { GuestfsError } from './guestfs-error.ts';
export { type GuestfsImage, openGuestfs } from './open-guestfs.ts';
export { refuseOtherFiles } from './refuse-other-files.ts';
