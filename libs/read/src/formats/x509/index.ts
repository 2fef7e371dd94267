export { type CertificateSummary, readCertificate } from './read-certificate.ts';
export { type CertificateIdentity, readCertificateIdentity } from './read-certificate-identity.ts';
