import type { Gate } from '@staticfire/findings';

/** What people say of a verdict. */
export const gateWords: Readonly<Record<Gate['verdict'], string>> = { passed: 'GO', failed: 'NO-GO', inconclusive: 'INCONCLUSIVE' };
