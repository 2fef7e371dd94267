import type { ScanInput } from '@staticfire/scan/input';
import { planPolicy } from '@staticfire/scan/input';
import type { PolicyOptions } from './policy-options.ts';

/** What paths mean whose policy is asked for. Throws as `planPolicy`. */
export async function planPolicyImage(paths: readonly string[], { allowHttp = false }: PolicyOptions): Promise<ScanInput> {
  const input = planPolicy(paths);
  // What reaches for URLs takes time to load, which questions to a policy in a file need not for this.
  if (allowHttp) (await import('@staticfire/read/block-source/node')).allowPlainHttp(input.path);
  return input;
}
