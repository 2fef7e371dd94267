export { decodePemCertificate, findPemBlocks, type PemBlock } from './find-pem-blocks.ts';
export { type CertificateSummary, readCertificate } from './read-certificate.ts';
export { type CertificateIdentity, readCertificateIdentity } from './read-certificate-identity.ts';
export { readTrustAnchor, type TrustAnchor } from './read-trust-anchor.ts';
