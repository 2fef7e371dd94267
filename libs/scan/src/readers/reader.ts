/** Who reads partitions and files: staticfire itself, or libguestfs. */
export type Reader = 'ours' | 'guestfs';
