/** Below the policy root. What libselinux reads, in its order (label_file.c, `selabel_file_init`): later tables win, and the aliases of the first file come first. */
export const labelFolder = 'contexts/files';
export const labelTables = ['file_contexts', 'file_contexts.homedirs', 'file_contexts.local'] as const;
export const labelAliases = ['file_contexts.subs', 'file_contexts.subs_dist'] as const;
