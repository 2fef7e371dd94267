import { kernelHardening } from './kernel-hardening.ts';
import type { MitigationRule } from './mitigation-rule.ts';
import { processorMitigations } from './processor-mitigations.ts';

/** Of Linux 5.10 to 6.18, on x86_64 and arm64. */
export const mitigations: readonly MitigationRule[] = [...processorMitigations, ...kernelHardening];
