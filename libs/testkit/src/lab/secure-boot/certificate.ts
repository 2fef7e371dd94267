import { createHash, sign } from 'node:crypto';
import { bits, context, der, integer, nothing, octets, oid, sequence, set, utcTime, utf8 } from '../bytes/der.ts';
import type { LabKey } from './rsa-key.ts';

const SHA256_WITH_RSA = '1.2.840.113549.1.1.11';
const COMMON_NAME = '2.5.4.3';
const BASIC_CONSTRAINTS = '2.5.29.19';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const CODE_SIGNING = ['1.3.6.1.5.5.7.3.3', '1.3.6.1.4.1.311.10.3.6'];
const DAY = 86_400;

/** An X.509 certificate (RFC 5280) with its key. */
export interface LabCertificate {
  readonly commonName: string;
  readonly key: LabKey;
  readonly der: Buffer;
  /** Name, DER. */
  readonly issuer: Buffer;
  /** Big-endian, positive. */
  readonly serial: Buffer;
}

export interface CertificateRequest {
  readonly commonName: string;
  readonly key: LabKey;
  /** Undefined: it signs itself, and is an authority. */
  readonly authority?: LabCertificate;
  /** Seconds since 1970. */
  readonly notBefore: number;
  readonly days: number;
}

export function issueCertificate(request: CertificateRequest): LabCertificate {
  const { commonName, key, authority } = request;
  const issuer = nameOf(authority?.commonName ?? commonName);
  const serial = createHash('sha256').update(`${commonName} ${key.name}`).digest().subarray(0, 16);
  serial[0]! &= 0x7f;
  serial[0]! |= 0x40;
  const algorithm = sequence(oid(SHA256_WITH_RSA), nothing());
  const validity = sequence(utcTime(request.notBefore), utcTime(request.notBefore + request.days * DAY));
  const extensions = context(3, sequence(...extensionsOf(authority === undefined)));
  const body = sequence(context(0, integer(Buffer.of(2))), integer(serial), algorithm, issuer, validity, nameOf(commonName), key.publicKey, extensions);
  const signature = sign('sha256', body, (authority?.key ?? key).privateKey);
  return { commonName, key, der: sequence(body, algorithm, bits(signature)), issuer, serial };
}

function extensionsOf(isAuthority: boolean): Buffer[] {
  const constraints = sequence(oid(BASIC_CONSTRAINTS), der(0x01, Buffer.of(0xff)), octets(isAuthority ? sequence(der(0x01, Buffer.of(0xff))) : sequence()));
  const usage = sequence(oid(EXTENDED_KEY_USAGE), octets(sequence(...CODE_SIGNING.map(oid))));
  return isAuthority ? [constraints] : [constraints, usage];
}

function nameOf(commonName: string): Buffer {
  return sequence(set(sequence(oid(COMMON_NAME), utf8(commonName))));
}

export function toPem(certificate: LabCertificate): string {
  const lines = certificate.der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
