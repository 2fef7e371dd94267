import type { TrustedCertificate } from '@staticfire/analyze/kernel-module';
import type { Unreadable } from '@staticfire/facts';
import type { KernelCertificate } from '@staticfire/read/formats/kernel-image';
import { readCertificate, readCertificateIdentity } from '@staticfire/read/formats/x509';
import type { SourceLog } from '../collector.ts';
import { attemptElements, attemptReading } from '../evidence/attempt-reading.ts';
import type { BankEvidence } from '../evidence/bank-evidence.ts';
import type { KernelModuleSignatures } from './kernel-module-signatures.schema.ts';

type TrustedKeys = KernelModuleSignatures['trustedKeys'];

/** Of the built-in keyring of the kernel that boots: to be shown, and to check with; the latter undefined where there is none that is found. */
export interface KernelKeys {
  readonly shown: TrustedKeys;
  readonly trusted?: readonly TrustedCertificate[];
}

export function readTrustedKeys({ kernelFile }: Pick<BankEvidence, 'kernelFile'>, sources: SourceLog): KernelKeys {
  const found = attemptReading(() => kernelFile(sources)?.image().certificates ?? []);
  if ('$unreadable' in found) return { shown: [found] };
  const builtIn = found.value.filter((certificate) => certificate.builtIn);
  if (builtIn.length === 0) return { shown: [] };
  return {
    shown: builtIn.flatMap((each) => attemptElements(() => [describe(each)])),
    trusted: builtIn.flatMap((each) => attemptElements(() => [toTrusted(each)])).filter(isTrusted),
  };
}

function describe({ bytes, offset }: KernelCertificate): Exclude<TrustedKeys[number], Unreadable> {
  const { subject, commonName, notBefore, notAfter, keyType, keyBits, sha256 } = readCertificate(bytes, offset);
  const { serial, subjectKeyId } = readCertificateIdentity(bytes, offset);
  return {
    subject,
    ...(commonName === undefined ? {} : { commonName }),
    serial,
    ...(subjectKeyId === undefined ? {} : { subjectKeyId }),
    notBefore,
    notAfter,
    ...(keyType === undefined ? {} : { keyType }),
    ...(keyBits === undefined ? {} : { keyBits }),
    sha256,
  };
}

function toTrusted({ bytes, offset }: KernelCertificate): TrustedCertificate {
  return { der: bytes, ...readCertificateIdentity(bytes, offset) };
}

function isTrusted(each: TrustedCertificate | Unreadable): each is TrustedCertificate {
  return !('$unreadable' in each);
}
