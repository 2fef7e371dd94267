/** Where ROOT keeps SELinux's files: each holds `config` and a folder for each policy. The first is a link to the second on Bottlerocket. */
export const selinuxFolders: readonly string[] = ['/etc/selinux', '/usr/share/factory/etc/selinux'];
