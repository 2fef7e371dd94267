import { array, boolean, declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';

const key = object({
  subject: string('Name of who holds the key'),
  commonName: optional(string('CN of the subject')),
  serial: string('Hexadecimal, in lower case'),
  subjectKeyId: optional(string('Hexadecimal, in lower case')),
  notBefore: string('ISO 8601'),
  notAfter: string('ISO 8601; the kernel does not look at it'),
  keyType: optional(string('rsa, ec …; absent for keys that are not known')),
  keyBits: optional(integer('Of RSA')),
  sha256: string('Of the DER'),
});

const module = object({
  path: string('Normalised path, {kver} for the kernel release'),
  kernel: string('Name of the folder: the kernel release'),
  name: string('File name without extension, _ for -: the name that modprobe takes'),
  signed: boolean('A signature is appended'),
  signer: optional(string('CN of who issued the key’s certificate')),
  keyId: optional(string('Serial number of the key’s certificate, or its subject key identifier; hexadecimal, in lower case')),
  hash: optional(string('sha256, sha512 …; the object identifier of one that is not known')),
  verdict: optional(
    oneOf(
      ['valid', 'invalid', 'unknown-key', 'unsupported'],
      'valid: a key that the kernel has from its start vouches for the module; invalid: it names one, and is not of this module; unknown-key: it names none of them; unsupported: it is not checked; absent when there is none, or the kernel’s keys are not found',
    ),
  ),
  vermagic: optional(string('The kernel that it says it was built for, and how')),
  license: optional(string('That it says it has')),
  depends: array(string('Name'), 'Modules that it says it needs'),
});

const schema = object({
  trustedKeys: list(key, 'The built-in keyring of the kernel that boots, in its order; empty where none is found'),
  modules: list(module, 'Every module file in lib/modules, by path; at most 10 000'),
});

export type KernelModuleSignatures = Infer<typeof schema>;

export const kernelModuleSignatures = declareFact<KernelModuleSignatures>({
  name: 'kernel.module-signatures',
  summary: 'Who signed each kernel module on ROOT, and whether a key in the kernel vouches for it',
  scope: 'bank',
  schema,
});
