import type { ElfFile } from '@staticfire/read/formats/elf';
import { CRYPTO_FILES, CRYPTO_TEXTS, type CryptoLibrary, cryptoLibraries, GO_CRYPTO_TEXTS } from './crypto-markers.ts';
import type { ElfDescription } from './describe-elf.ts';
import { findTexts } from './find-texts.ts';
import type { GoProgram } from './read-go-program.ts';
import type { FoundText } from './text-markers.ts';

/** A sign of a cryptographic library: that a program carries or takes it, never that a run of it uses it. */
export interface CryptoMarker {
  readonly library: CryptoLibrary;
  readonly seenAs: 'text' | 'soname' | 'needed' | 'go-version' | 'go-setting' | 'section';
  /** The text, the name, or `key=value`. */
  readonly detail: string;
  /** Bytes from the file's start, of texts. */
  readonly offset?: number;
}

const GO_FIPS_SECTION = '.go.fipsinfo';
const FUNCTION_NAMES = /gopclntab$/;

/** `texts` may have those of other markers. */
export function findCrypto(
  elf: ElfFile,
  { soname, needed }: Pick<ElfDescription, 'soname' | 'needed'>,
  go: GoProgram | undefined,
  texts: readonly FoundText<string>[] = findTexts(elf, CRYPTO_TEXTS),
): CryptoMarker[] {
  const calls = go === undefined ? [] : findTexts(elf, GO_CRYPTO_TEXTS, (section) => FUNCTION_NAMES.test(section));
  return [
    ...(soname === undefined ? [] : byFile([soname], 'soname')),
    ...byFile(needed, 'needed'),
    ...[...texts.filter(isCrypto), ...calls].map(({ what, text, offset }) => ({ library: what, seenAs: 'text' as const, detail: text, offset })),
    ...goMarkers(go),
  ];
}

function isCrypto(found: FoundText<string>): found is FoundText<CryptoLibrary> {
  return cryptoLibraries.some((library) => library === found.what);
}

function byFile(names: readonly string[], seenAs: 'soname' | 'needed'): CryptoMarker[] {
  return names.flatMap((detail) => CRYPTO_FILES.filter(([, pattern]) => pattern.test(detail)).map(([library]) => ({ library, seenAs, detail })));
}

/** Facts controls.md, FIPS-11 and FIPS-12. */
function goMarkers(go: GoProgram | undefined): CryptoMarker[] {
  if (go === undefined) return [];
  const version = go.buildInfo?.goVersion ?? '';
  const isBoring = /\bX:\S*\bboringcrypto\b/.test(version);
  return [
    ...(isBoring ? [{ library: 'boringcrypto', seenAs: 'go-version', detail: version } as const] : []),
    ...(go.fipsModule === undefined ? [] : [{ library: 'go-fips140', seenAs: 'section', detail: GO_FIPS_SECTION } as const]),
    ...(go.buildInfo?.settings ?? []).flatMap(({ key, value }) => {
      const library = librarySet(key, value);
      return library === undefined ? [] : [{ library, seenAs: 'go-setting', detail: `${key}=${value}` } as const];
    }),
  ];
}

function librarySet(key: string, value: string): CryptoLibrary | undefined {
  if (key === 'GOEXPERIMENT' && value.split(',').includes('boringcrypto')) return 'boringcrypto';
  if (key === 'GOFIPS140') return 'go-fips140';
  return key === 'DefaultGODEBUG' && /(?:^|,)fips140=/.test(value) ? 'go-fips140' : undefined;
}
