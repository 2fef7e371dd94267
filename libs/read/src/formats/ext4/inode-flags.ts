/** i_flags: https://docs.kernel.org/filesystems/ext4/inodes.html#inode-flags */
export const InodeFlag = {
  index: 0x1000, // EXT4_INDEX_FL: directory with an htree
  hugeFile: 0x40000, // EXT4_HUGE_FILE_FL: i_blocks counts blocks, not sectors
  extents: 0x80000, // EXT4_EXTENTS_FL
  eaInode: 0x200000, // EXT4_EA_INODE_FL: the value of an extended attribute
  inlineData: 0x10000000, // EXT4_INLINE_DATA_FL
  encrypted: 0x800, // EXT4_ENCRYPT_FL
} as const;
