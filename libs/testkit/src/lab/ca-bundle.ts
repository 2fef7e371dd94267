import { LAB_TIME } from './clock.ts';
import { issueCertificate, type LabCertificate, toPem } from './secure-boot/certificate.ts';
import { labKey } from './secure-boot/rsa-key.ts';

/** Names of the authorities that a lab image trusts; a real image has some 140. */
export const labAuthorities = ['staticfire lab root CA 1', 'staticfire lab root CA 2'] as const;

/** An authority of that name, valid for 20 years; all have one key. */
export function labAuthority(commonName: string): LabCertificate {
  return issueCertificate({ commonName, key: labKey('root CA'), notBefore: LAB_TIME, days: 20 * 365 });
}

/** A CA bundle: comments and certificates. */
export function caBundle(authorities: readonly string[] = labAuthorities): string {
  return `# staticfire lab image: a CA bundle\n\n${authorities.map((name) => `${name}\n${toPem(labAuthority(name))}`).join('\n')}`;
}
