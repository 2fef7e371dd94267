import { lookup, withFileOffsets } from '@staticfire/read/filesystem';
import { decodePemCertificate, findPemBlocks, type PemBlock, readTrustAnchor } from '@staticfire/read/formats/x509';
import { defineBankCollector } from '../collector.ts';
import { attemptReading } from '../evidence/attempt-reading.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { RootFiles } from '../evidence/root-files.ts';
import { type TrustCertificates, trustCertificates } from './trust-certificates.schema.ts';

/** Where programs look: Bottlerocket's own place (anatomy 6.3), and the others that OpenSSL's, Go's and Rust's libraries know. */
const PLACES = [
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
  '/etc/ssl/certs/ca-certificates.crt',
] as const;
/** tmpfiles.d(5): what is copied to /etc comes from below this folder. */
const FACTORY = '/usr/share/factory';
const PATHS = [...PLACES, ...PLACES.map((path) => `${FACTORY}${path}`)];

const MAX_FILE = 4 * 1024 * 1024;
const MAX_ALL = 16 * 1024 * 1024;
const MAX_LISTED = 2000;

type Bundle = Extract<TrustCertificates['bundles'][number], { readonly path: string }>;
type Certificate = Extract<TrustCertificates['certificates'][number], { readonly path: string }>;

export const collectTrustCertificates = defineBankCollector({
  fact: trustCertificates,
  reads: ['bank', 'fileSystem'],
  collect({ bank, fileSystem }, sources): TrustCertificates | undefined {
    const fs = fileSystem('ROOT');
    if (fs === undefined) return undefined;
    const bundles = new BoundedList<Bundle>(PATHS.length, 'bundles of certificates');
    const certificates = new BoundedList<Certificate>(MAX_LISTED, 'certificates in bundles');
    const files = new RootFiles(fs, bank, sources, MAX_ALL);
    const known = new Map<number, string>();
    for (const path of PATHS) {
      const found = attemptReading(() => readBundle(path, files, known));
      if ('$unreadable' in found) {
        bundles.add(found);
        certificates.add(found);
      } else if (found.value !== undefined) {
        bundles.add(found.value.bundle);
        for (const block of found.value.blocks) certificates.attempt(() => [withFileOffsets(path, () => describe(path, block))]);
      }
    }
    return bundles.elements.length === 0 ? undefined : { bundles: bundles.elements, certificates: certificates.elements };
  },
});

/** `known`: paths of files that were read, by inode. */
function readBundle(path: string, files: RootFiles, known: Map<number, string>): { readonly bundle: Bundle; readonly blocks: readonly PemBlock[] } | undefined {
  const stat = lookup(files.fs, path);
  if (stat?.type !== 'file') return undefined;
  const { bytes, sha256 } = files.readDigested(path, MAX_FILE)!;
  const blocks = findPemBlocks(bytes);
  const linkTo = known.get(stat.inode);
  known.set(stat.inode, linkTo ?? path);
  const bundle = { path, ...(linkTo === undefined ? {} : { linkTo }), size: bytes.length, sha256, certificates: blocks.length };
  return { bundle, blocks: linkTo === undefined ? blocks : [] };
}

function describe(path: string, block: PemBlock): Certificate {
  const anchor = readTrustAnchor(decodePemCertificate(block), block.offset);
  const { sha256, subject, commonName, notBefore, notAfter, keyType, keyBits, keyCurve, signatureHash, selfSigned, isAuthority } = anchor;
  return {
    ...{ path, offset: block.offset, sha256, subject, notBefore, notAfter, signatureHash, selfSigned, isAuthority },
    ...(commonName === undefined ? {} : { commonName }),
    ...(keyType === undefined ? {} : { keyType }),
    ...(keyBits === undefined ? {} : { keyBits }),
    ...(keyCurve === undefined ? {} : { keyCurve }),
  };
}
