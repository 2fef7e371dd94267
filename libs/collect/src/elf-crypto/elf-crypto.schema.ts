import { declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';

const marker = object({
  path: string('Normalised path'),
  library: oneOf(
    [
      ...['aws-lc', 'aws-lc-fips', 'aws-lc-rs', 'boringcrypto', 'boringssl', 'gnutls', 'go-crypto-tls', 'go-fips140', 'libgcrypt', 'libkcapi', 'libsodium'],
      ...['mbedtls', 'nettle', 'nss', 'openssl', 'openssl-fips-provider', 'ring', 'wolfssl'],
    ] as const,
    "Whose sign it is; boringcrypto is Go's experiment of that name, whatever module is behind it",
  ),
  seenAs: oneOf(
    ['text', 'soname', 'needed', 'go-version', 'go-setting', 'section'],
    'A text in it, its own name, a library that it needs, or what it says of its build',
  ),
  detail: string('The text, the name, or key=value'),
  offset: optional(integer("Bytes from the file's start, of texts")),
});

const schema = object({
  markers: list(marker, 'Signs of cryptographic libraries in programs and libraries, in the order of the walk; at most 10 000'),
});

export type ElfCrypto = Infer<typeof schema>;
export type CryptoMarkerFact = Infer<typeof marker>;

export const elfCrypto = declareFact<ElfCrypto>({
  name: 'elf.crypto',
  summary: 'Signs of cryptographic libraries in the programs and libraries on ROOT',
  scope: 'bank',
  schema,
});
