import { createHash, sign } from 'node:crypto';
import { context, integer, nothing, octets, oid, sequence, set, utcTime } from '../bytes/der.ts';
import { certificateEntryAt, checksumAt, padTo8, withCertificate } from '../bytes/uki-file.ts';
import type { LabCertificate } from './certificate.ts';

const SHA256 = '2.16.840.1.101.3.4.2.1';
const RSA = '1.2.840.113549.1.1.1';
const SIGNED_DATA = '1.2.840.113549.1.7.2';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const SIGNING_TIME = '1.2.840.113549.1.9.5';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SPC_INDIRECT_DATA = '1.3.6.1.4.1.311.2.1.4';
const SPC_PE_IMAGE_DATA = '1.3.6.1.4.1.311.2.1.15';

/** A PE file with an Authenticode signature as firmware and shim check it; `time` is seconds since 1970. */
export function signProgram(program: Uint8Array, signer: LabCertificate, time: number): Buffer {
  const file = padTo8(program);
  return withCertificate(file, signedData(authenticodeDigest(file), signer, time));
}

/** All of the file but the checksum, the certificate table and the table's entry in the data directory. */
function authenticodeDigest(file: Buffer): Buffer {
  const [checksum, entry] = [checksumAt(file), certificateEntryAt(file)];
  const end = file.readUInt32LE(entry) || file.length;
  const parts = [file.subarray(0, checksum), file.subarray(checksum + 4, entry), file.subarray(entry + 8, end)];
  return parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
}

/** PKCS#7 SignedData with one signer (RFC 2315; Microsoft, "Windows Authenticode Portable Executable Signature Format"). */
function signedData(digest: Buffer, { der, issuer, serial, key }: LabCertificate, time: number): Buffer {
  const algorithm = sequence(oid(SHA256), nothing());
  const content = indirectData(digest, algorithm);
  const attributes = [
    sequence(oid(CONTENT_TYPE), set(oid(SPC_INDIRECT_DATA))),
    sequence(oid(SIGNING_TIME), set(utcTime(time))),
    sequence(oid(MESSAGE_DIGEST), set(octets(createHash('sha256').update(contentOf(content)).digest()))),
  ].sort((a, b) => a.length - b.length || Buffer.compare(a, b));
  const signature = sign('sha256', set(...attributes), key.privateKey);
  const signer = sequence(
    integer(Buffer.of(1)),
    sequence(issuer, integer(serial)),
    algorithm,
    context(0, ...attributes),
    sequence(oid(RSA), nothing()),
    octets(signature),
  );
  const info = sequence(oid(SPC_INDIRECT_DATA), context(0, content));
  return sequence(oid(SIGNED_DATA), context(0, sequence(integer(Buffer.of(1)), set(algorithm), info, context(0, der), set(signer))));
}

function indirectData(digest: Buffer, algorithm: Buffer): Buffer {
  const file = context(0, context(2, Buffer.concat([Buffer.of(0x80, 0)])));
  const image = sequence(Buffer.of(0x03, 1, 0), file); // flags, then an empty file name
  return sequence(sequence(oid(SPC_PE_IMAGE_DATA), image), sequence(algorithm, octets(digest)));
}

/** The content of a SEQUENCE: what the message digest is of. */
function contentOf(element: Buffer): Buffer {
  const first = element[1]!;
  return element.subarray(first < 0x80 ? 2 : 2 + (first & 0x7f));
}
