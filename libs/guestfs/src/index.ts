export { GuestfsError } from './guestfs-error.ts';
export { type GuestfsImage, openGuestfs } from './open-guestfs.ts';
