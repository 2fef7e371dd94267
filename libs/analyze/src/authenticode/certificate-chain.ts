import { X509Certificate } from 'node:crypto';
import { FormatError, LimitError } from '@staticfire/read/bytes';

const STRUCTURE = 'certificate chain';
const MAX_LENGTH = 8;
/** Each takes one RSA operation; a chain as they are has three certificates. */
const MAX_CHECKS = 64;

/**
 * From a signer's certificate through those that come with its signature, each issued by the one after it. As OpenSSL builds it for EDK2 and shim
 * (Pkcs7Verify with X509_V_FLAG_PARTIAL_CHAIN): any certificate in it may be the one that is trusted, an issuer has to be an authority, and
 * neither days nor key usage are looked at.
 */
export class CertificateChain {
  readonly #certificates: readonly X509Certificate[];
  #checks = 0;

  /** DER. What is no certificate → FormatError; more than 8 steps, or 64 checks of signatures → LimitError, here and in `leadsTo`. */
  constructor(signer: Uint8Array, others: readonly Uint8Array[]) {
    const chain = [parse(signer)];
    const left = others.map(parse).filter(({ raw }) => !raw.equals(chain[0]!.raw));
    for (let next = this.#issuerOf(chain[0]!, left); next !== undefined; next = this.#issuerOf(chain.at(-1)!, left)) {
      if (chain.push(next) > MAX_LENGTH) throw new LimitError({ structure: STRUCTURE, message: `more than ${MAX_LENGTH} certificates` });
      left.splice(left.indexOf(next), 1);
    }
    this.#certificates = chain;
  }

  /** DER, the signer's first. */
  get certificates(): readonly Uint8Array[] {
    return this.#certificates.map(({ raw }) => raw);
  }

  /** Whether who trusts this certificate, DER, trusts the signer: it is in the chain, or issued one of those that are. */
  leadsTo(anchor: Uint8Array): boolean {
    const trusted = parse(anchor);
    return this.#certificates.some((each) => each.raw.equals(trusted.raw) || this.#issued(trusted, each));
  }

  #issuerOf(certificate: X509Certificate, candidates: readonly X509Certificate[]): X509Certificate | undefined {
    return candidates.find((each) => this.#issued(each, certificate));
  }

  #issued(issuer: X509Certificate, certificate: X509Certificate): boolean {
    if (!issuer.ca || !certificate.checkIssued(issuer)) return false;
    if (++this.#checks > MAX_CHECKS) throw new LimitError({ structure: STRUCTURE, message: `more than ${MAX_CHECKS} signatures of certificates to check` });
    return isSignedBy(certificate, issuer);
  }
}

function parse(der: Uint8Array): X509Certificate {
  try {
    return new X509Certificate(der);
  } catch (cause) {
    throw new FormatError({ structure: STRUCTURE, expected: 'an X.509 certificate', cause });
  }
}

/** A key that OpenSSL does not know signs nothing. */
function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.verify(issuer.publicKey);
  } catch {
    return false;
  }
}
