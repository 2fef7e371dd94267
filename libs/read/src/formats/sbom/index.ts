export { type InventoryEntry, parseApplicationInventory } from './application-inventory.ts';
export { type Crate, parseCargoAuditable } from './cargo-auditable.ts';
export { parseSbom } from './parse-sbom.ts';
export type { Sbom, SbomPackage, SbomProblem } from './sbom.ts';
