/** Files that are meant for a pack, also under a name that packs refuse. */
export const YAML_NAME = /\.ya?ml$/i;
