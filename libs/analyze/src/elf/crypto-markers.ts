import type { TextMarker } from './text-markers.ts';

export const cryptoLibraries = [
  'aws-lc',
  'aws-lc-fips',
  'aws-lc-rs',
  'boringcrypto',
  'boringssl',
  'gnutls',
  'go-crypto-tls',
  'go-fips140',
  'libgcrypt',
  'libkcapi',
  'libsodium',
  'mbedtls',
  'nettle',
  'nss',
  'openssl',
  'openssl-fips-provider',
  'ring',
  'wolfssl',
] as const;

/** `boringcrypto` is Go's experiment of that name, whose module in Bottlerocket is AWS-LC's; `aws-lc-rs` is Rust's interface to either AWS-LC. */
export type CryptoLibrary = (typeof cryptoLibraries)[number];

/** Texts that survive stripping: paths of sources, versions, names of functions. */
export const CRYPTO_TEXTS: readonly TextMarker<CryptoLibrary>[] = [
  { what: 'aws-lc-fips', probe: 'aws-lc', pattern: /^aws-lc-fips-sys(?:-\d[\w.]*)?/ },
  { what: 'aws-lc-rs', probe: 'aws-lc', pattern: /^aws-lc-rs(?:-\d[\w.]*)?/ },
  { what: 'aws-lc', probe: 'aws-lc', pattern: /^aws-lc-sys(?:-\d[\w.]*)?/ },
  { what: 'aws-lc-fips', probe: 'AWS-LC', pattern: /^AWS-LC FIPS \d[\w.]*/ },
  { what: 'aws-lc', probe: 'AWS-LC', pattern: /^AWS-LC \d[\w.]*/ },
  { what: 'boringcrypto', probe: 'goboring', pattern: /^goboringcrypto/ },
  { what: 'boringssl', probe: 'OpenSS', pattern: /^OpenSSL \d[\w.]* \(compatible; BoringSSL\)/ },
  { what: 'openssl', probe: 'OpenSS', pattern: /^OpenSSL \d+\.\d+\.\d+[\w+~-]*(?! \(compatible)(?: \d+ \w+ \d{4})?/ },
  { what: 'openssl-fips-provider', probe: 'OpenSS', pattern: /^OpenSSL FIPS Provider/ },
  { what: 'ring', probe: '/ring-', pattern: /^\/ring-0\.\d[\w.]*/ },
  { what: 'ring', probe: '/ring/', pattern: /^\/ring\/(?:src|crypto|pregenerated)\// },
  { what: 'gnutls', probe: 'GnuTLS', pattern: /^GnuTLS \d[\w.]*/ },
  { what: 'libgcrypt', probe: 'Libgcr', pattern: /^Libgcrypt \d[\w.]*/ },
  { what: 'mbedtls', probe: 'Mbed T', pattern: /^Mbed TLS \d[\w.]*/ },
  { what: 'mbedtls', probe: 'mbed T', pattern: /^mbed TLS \d[\w.]*/ },
  { what: 'wolfssl', probe: 'wolfSS', pattern: /^wolfSSL[ /]\d[\w.]*/ },
];

/** Names of functions that Go programs carry for their traces. */
export const GO_CRYPTO_TEXTS: readonly TextMarker<CryptoLibrary>[] = [
  { what: 'go-crypto-tls', probe: 'crypto/tls.(*Conn).', pattern: /^crypto\/tls\.\(\*Conn\)\.[cC]lientHandshake|^crypto\/tls\.\(\*Conn\)\.Handshake/ },
];

/** By DT_SONAME or DT_NEEDED. */
export const CRYPTO_FILES: readonly (readonly [CryptoLibrary, RegExp])[] = [
  ['openssl', /^lib(?:crypto|ssl)\.so/],
  ['gnutls', /^libgnutls\.so/],
  ['libgcrypt', /^libgcrypt\.so/],
  ['nettle', /^lib(?:nettle|hogweed)\.so/],
  ['nss', /^lib(?:nss3|nssutil3|ssl3|smime3|softokn3|freebl3|freeblpriv3)\.so/],
  ['mbedtls', /^libmbed(?:tls|crypto|x509)\.so/],
  ['wolfssl', /^libwolfssl\.so/],
  ['libsodium', /^libsodium\.so/],
  ['libkcapi', /^libkcapi\.so/],
];
