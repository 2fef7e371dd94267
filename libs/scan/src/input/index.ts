export { endsAsArtifact, planInput, planPolicy } from './plan-input.ts';
export type { ScanInput } from './scan-input.ts';
