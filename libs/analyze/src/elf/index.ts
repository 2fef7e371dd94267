export { type GoFipsModule, goFipsModules } from './check-go-fips-module.ts';
export { type CryptoLibrary, cryptoLibraries } from './crypto-markers.ts';
export { describeElf, type ElfDescription } from './describe-elf.ts';
export { type ElfKind, elfKinds } from './elf-kind.ts';
export { type CryptoMarker, cryptoSigns, findCrypto } from './find-crypto.ts';
export { type GoProgram, readGoProgram } from './read-go-program.ts';
export { type RustProgram, readRustProgram } from './read-rust-program.ts';
