/** What a file of a build output folder is, by its name. */
export const artifactKinds = ['disk', 'data-disk', 'boot', 'root', 'verity', 'inventory', 'manifest', 'migrations', 'kmod-kit'] as const;
export type ArtifactKind = (typeof artifactKinds)[number];
