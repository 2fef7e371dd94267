import type { PolicyEra } from './policy-era.ts';
import { policyModules } from './policy-modules.ts';

/** CIL of a policy that has the types of Bottlerocket's and grants the same access; statements in `more` come at the end. */
export function bottlerocketPolicy(more = '', { era = 'classic' }: { readonly era?: PolicyEra } = {}): string {
  return `${Object.values(policyModules(era)).join('')}${more}\n`;
}

/** The same, so that rules against its neverallow statements compile. */
export function withoutNeverallows(cil: string): string {
  return cil.replaceAll(/^\(neverallow .*\n/gm, '');
}
