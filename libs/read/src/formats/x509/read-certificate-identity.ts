import { ByteView, DerTag, decodeOid, expectDer, readDer } from '../../bytes/index.ts';

/** By what a signature names a certificate (RFC 5652, section 5.3). */
export interface CertificateIdentity {
  /** DER of the name. */
  readonly issuer: Uint8Array;
  /** Big endian, lower-case hex, zero bytes in front left out. */
  readonly serial: string;
  /** Lower-case hex; undefined when the certificate has none. */
  readonly subjectKeyId?: string;
}

const VERSION = 0xa0; // [0] EXPLICIT
const EXTENSIONS = 0xa3; // [3] EXPLICIT
const SUBJECT_KEY_ID = '2.5.29.14';
const MAX_EXTENSIONS = 64;

/** Of a certificate as DER (RFC 5280, section 4.1), `offset` its place in the image. DER that is none → FormatError. */
export function readCertificateIdentity(bytes: Uint8Array, offset: number): CertificateIdentity {
  const certificate = expectDer(new ByteView(bytes, 'X.509 certificate', offset), 0, DerTag.sequence, 'Certificate').content;
  const { content } = expectDer(certificate, 0, DerTag.sequence, 'tbsCertificate');
  const version = readDer(content, 0);
  let at = version.tag === VERSION ? version.length : 0;
  const serial = expectDer(content, at, DerTag.integer, 'serialNumber');
  at += serial.length;
  at += expectDer(content, at, DerTag.sequence, 'signature').length;
  const issuer = expectDer(content, at, DerTag.sequence, 'issuer');
  const subjectKeyId = findSubjectKeyId(content, at + issuer.length);
  return {
    issuer: content.slice(at, issuer.length),
    serial: hex(serial.content.bytes).replace(/^(?:00)+(?=..)/, ''),
    ...(subjectKeyId === undefined ? {} : { subjectKeyId }),
  };
}

/** In the extensions, which are the last member. */
function findSubjectKeyId(content: ByteView, start: number): string | undefined {
  for (let at = start; at < content.length; ) {
    const element = readDer(content, at);
    if (element.tag === EXTENSIONS) return keyIdIn(expectDer(element.content, 0, DerTag.sequence, 'extensions').content);
    at += element.length;
  }
  return undefined;
}

/** An extension is extnID, critical where it is, and extnValue. */
function keyIdIn(extensions: ByteView): string | undefined {
  let count = 0;
  for (let at = 0; at < extensions.length && count < MAX_EXTENSIONS; count++) {
    const extension = expectDer(extensions, at, DerTag.sequence, 'Extension');
    const type = expectDer(extension.content, 0, DerTag.oid, 'extnID');
    if (decodeOid(type) === SUBJECT_KEY_ID) {
      const value = expectDer(extension.content, type.length, DerTag.octetString, 'extnValue');
      return hex(expectDer(value.content, 0, DerTag.octetString, 'SubjectKeyIdentifier').content.bytes);
    }
    at += extension.length;
  }
  return undefined;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
