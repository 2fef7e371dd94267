/** What is fuzzed: each row has its targets in one spec file, a row in the table of the campaign, and coverage of its own sources. */
export interface FuzzedDecoder {
  readonly name: FuzzedDecoderName;
  /** From the root of the repository. */
  readonly suite: string;
  /** Folders, without those below `fixtures`, or files, from the root of the repository. */
  readonly sources: readonly string[];
}

type FuzzedDecoderName = (typeof rows)[number]['name'];

const READ = 'libs/read/src';
const FORMATS = `${READ}/formats`;
const COMPRESSION = `${READ}/compression`;
const BLOCKS = `${READ}/block-source`;
const ANALYZE = 'libs/analyze/src';
const COLLECT = 'libs/collect/src';

const format = <const N extends string>(name: N) => ({ name, suite: `${FORMATS}/${name}/${name}.fuzz.spec.ts`, sources: [`${FORMATS}/${name}`] });
const codec = <const N extends string>(name: N, ...files: readonly string[]) => ({
  name,
  suite: `${COMPRESSION}/compression.fuzz.spec.ts`,
  sources: files.map((file) => `${COMPRESSION}/${file}.ts`),
});
const disk = <const N extends string>(name: N, ...folders: readonly string[]) => ({
  name,
  suite: `${BLOCKS}/virtual/virtual-disks.fuzz.spec.ts`,
  sources: folders.map((folder) => `${BLOCKS}/${folder}`),
});
const at = <const N extends string>(name: N, folder: string, file: string, ...sources: readonly string[]) => ({
  name,
  suite: `${folder}/${file}.fuzz.spec.ts`,
  sources: sources.map((source) => (source === '' ? folder : `${folder}/${source}`)),
});

const BZIP2 = ['bits', 'block', 'crc', 'huffman', 'pieces', 'runs'].map((part) => `bzip2-${part}`);
const LZMA = ['lzma-decoder', 'lzma-range-decoder'];
/** What both of them use. */
const MAPS = ['cluster-map', 'check-cluster-map', 'cluster-source', 'table-cache', 'open-virtual-disk'].map((file) => `virtual/${file}.ts`);
const KEYS = ['key-sections', 'sbat', 'sbat-sections', 'signature-list', 'vendor-trust', 'authenticode-signature', 'signature-certificates'].map(
  (file) => `${file}.ts`,
);
const TEXTS = ['condition-text', 'context-text', 'extended-permission-text', 'rule-text', 'search-rules', 'search-text', 'search-transitions'].map(
  (file) => `${file}.ts`,
);
const rows = [
  format('ext4'),
  format('erofs'),
  format('xfs'),
  format('squashfs'),
  format('vfat'),
  codec('gzip', 'gzip', 'gzip-member', 'deflate'),
  codec('zstd', 'zstd', 'zstd-frame'),
  codec('xz', 'xz', 'xz-block-header', 'xz-check', 'xz-stream-parts', 'xz-vli', 'lzma2', 'branch-filter', 'crc64', ...LZMA),
  codec('inflate-into', 'inflate-into', 'kept-decoder'),
  codec('lz4-frame', 'lz4-frame', 'lz4-frame-header', 'lz4-block', 'xxh32'),
  codec('lz4-legacy', 'lz4-legacy', 'lz4-block'),
  codec('lz4-block', 'lz4-block', 'measure-lz4-block'),
  codec('micro-lzma', 'micro-lzma', ...LZMA),
  {
    name: 'compressed-disks',
    suite: `${BLOCKS}/compressed/compressed-disks.fuzz.spec.ts`,
    sources: [
      `${BLOCKS}/compressed`,
      ...[
        ...BZIP2,
        'lzma2-pieces',
        'lzma2-ring',
        'packed-window',
        'mapped-memory',
        'xz-block-pieces',
        'raw-inflater',
        'deflate-prefix',
        'zlib-stream',
        'compress-zstd',
        'zstd-frame-pieces',
      ].map((file) => `${COMPRESSION}/${file}.ts`),
    ],
  },
  disk('qcow2', 'virtual/qcow2', ...MAPS),
  disk('vmdk', 'virtual/vmdk', ...MAPS),
  disk('ova', 'ova'),
  format('selinux-policy'),
  format('pe'),
  at('pe-key-sections', `${FORMATS}/pe`, 'key-sections', ...KEYS),
  format('elf'),
  format('kernel-image'),
  format('kernel-module'),
  format('kernel-config'),
  format('kernel-hmac'),
  format('bootconfig'),
  format('openpgp'),
  format('gpt'),
  { ...format('x509'), sources: [`${FORMATS}/x509`, `${READ}/bytes/der.ts`] },
  format('tuf-root'),
  format('cil'),
  format('file-contexts'),
  format('file-capabilities'),
  format('go-build-info'),
  { name: 'url', suite: `${BLOCKS}/url/url.fuzz.spec.ts`, sources: ['range-client', 'image-url'].map((file) => `${BLOCKS}/url/${file}.ts`) },
  at('dm-verity', FORMATS, 'any-bytes', 'dm-verity'),
  at('grub-config', FORMATS, 'any-bytes', 'grub-config'),
  { name: 'file-names', suite: `${FORMATS}/any-bytes.fuzz.spec.ts`, sources: [`${READ}/bytes/file-name.ts`] },
  at('linux-text', FORMATS, 'text-files', 'linux-text'),
  at('toml', FORMATS, 'text-files', 'toml'),
  at('sbom', FORMATS, 'text-files', 'sbom'),
  at('tar', 'libs/guestfs/src/tar', 'tar-reader', ''),
  at('authenticode', `${ANALYZE}/authenticode`, 'authenticode', ''),
  at('policy-text', `${ANALYZE}/selinux`, 'any-policy', ...TEXTS),
  at('policy-analysis', `${ANALYZE}/selinux`, 'any-analysis', 'access', 'difference', 'flow', 'info', 'transitions'),
  at('policy-assertions', `${ANALYZE}/selinux`, 'any-assertion', 'assertions'),
  at('sechecker', `${ANALYZE}/selinux`, 'any-assertion', 'sechecker'),
  at('compile-cil', `${ANALYZE}/selinux/compile`, 'compile-cil', ''),
  at('file-context-matcher', `${ANALYZE}/selinux/file-contexts`, 'file-contexts', ''),
  at('units', `${ANALYZE}/systemd`, 'any-units', ''),
  at('exposure', `${ANALYZE}/systemd-exposure`, 'any-settings', ''),
  at('templates', `${ANALYZE}/templates`, 'any-template', ''),
  at('secrets', `${ANALYZE}/secrets`, 'secrets', ''),
  at('kernel-settings', ANALYZE, 'any-text', 'kernel'),
  at('user-data', ANALYZE, 'any-text', 'settings'),
  at('selinux-facts', COLLECT, 'selinux-facts', 'selinux-policy', 'selinux-file-contexts', 'selinux-labels'),
  at('kernel-module-index', `${COLLECT}/kernel-module-index`, 'kernel-module-index', ''),
  at('settings-facts', COLLECT, 'settings-and-identity', 'settings-defaults', 'inventory', 'sboms', 'accounts-users', 'accounts-groups'),
  at('trust-facts', COLLECT, 'trust-facts', 'trust-certificates', 'update-root'),
  at('program-facts', COLLECT, 'program-facts', 'elf-files', 'elf-libraries', 'elf-crypto', 'go-programs', 'rust-programs', 'access-programs'),
] as const;

export const fuzzedDecoders: readonly FuzzedDecoder[] = rows;

/** Throws on a name that is not in the table. */
export function fuzzedDecoder(name: string): FuzzedDecoder {
  const found = fuzzedDecoders.find((decoder) => decoder.name === name);
  if (found === undefined) throw new Error(`${name} is not in fuzzedDecoders`);
  return found;
}
