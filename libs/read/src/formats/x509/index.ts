export { type CertificateSummary, readCertificate } from './read-certificate.ts';
