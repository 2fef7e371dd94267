export { renderSarif } from './render-sarif.ts';
export type { SarifOptions, SarifProfile } from './sarif-options.ts';
