export { authenticodeDigest, type DigestAlgorithm } from './authenticode-digest.ts';
export { hasOpenPgpKey, readOpenPgpKeys, readVendorCertificate } from './key-sections.ts';
export type { PeCertificate, PeImage, PeRange, PeSection } from './pe-image.ts';
export { isPe, readPe } from './read-pe.ts';
export type { SbatRow } from './sbat.ts';
export { readPeSection } from './section-content.ts';
export { type EmbeddedCertificate, readSignatureCertificates } from './signature-certificates.ts';
export { readSignedDigest, type SignedDigest } from './signed-digest.ts';
export { isUki, readUki, type Uki, type UkiProfile } from './uki.ts';
