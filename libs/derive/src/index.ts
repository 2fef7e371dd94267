export type { BootChain } from './boot-chain/boot-chain.schema.ts';
export type { BootSecureBoot } from './boot-secure-boot/boot-secure-boot.schema.ts';
export { derivations, derivedFacts, derivedFrom } from './derivations.ts';
export { derive } from './derive.ts';
export type { VerityChain } from './verity-chain/verity-chain.schema.ts';
