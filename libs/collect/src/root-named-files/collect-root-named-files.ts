import type { FileCollector } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { type namedFileKinds, type RootNamedFiles, rootNamedFiles } from './root-named-files.schema.ts';

type NamedFile = Exclude<RootNamedFiles['files'][number], { readonly $unreadable: unknown }>;

const MAX_LISTED = 10_000;

/** By normalised path; the first that fits counts. controls.md FIPS-06, -10 to -15, -22, BR-44, BR-50, PCI-10.2.1. */
const PLACES: readonly (readonly [kind: (typeof namedFileKinds)[number], place: RegExp])[] = [
  ['hmac', /\.hmac$/],
  ['kernel-development', /^\/usr\/(?:src\/kernels|share\/bottlerocket\/kernel-devel)(?:[/.-]|$)/],
  ['fips-program', /^\/usr\/fips\//],
  ['fips-check', /^\/usr\/libexec\/fips-checks\//],
  ['cis-check', /^\/usr\/libexec\/cis-checks\//],
  ['audit-rules', /^\/usr\/share\/(?:factory\/etc\/)?audit\/.*\.rules$/],
  ['container-image', /\/[^/]*(?:pause|container|image|ecs-agent)[^/]*\.tar(?:\.(?:gz|lz4|xz|zst))?$/],
  ['crash-tool', /\/s?bin\/(?:kexec|makedumpfile|crash)$/],
];

export const collectRootNamedFiles: FileCollector<RootNamedFiles> = {
  fact: rootNamedFiles,
  start() {
    const files = new BoundedList<NamedFile>(MAX_LISTED, 'named files');
    return {
      visit({ normalPath, stat, error }) {
        if (error !== undefined) files.addError(error);
        if (stat === undefined || stat.type === 'directory') return undefined;
        const kind = PLACES.find(([, place]) => place.test(normalPath))?.[0];
        if (kind !== undefined) files.add({ path: normalPath, kind, type: stat.type, size: stat.size });
        return undefined;
      },
      finish: () => ({ files: files.elements }),
    };
  },
};
