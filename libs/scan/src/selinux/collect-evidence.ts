import { collectNamed } from '@staticfire/collect';
import { CarriedEvidence } from '@staticfire/evaluate';
import type { ImageRoot } from './image-root.ts';
import type { CheckedPolicy } from './open-checked-policy.ts';

/** What assertions look into, from facts of these names. */
export async function collectEvidence({ image, bank }: ImageRoot, names: readonly string[]): Promise<CheckedPolicy['data']> {
  const body = await collectNamed(image, bank, names);
  const facts = new Map(body.facts.map((fact) => [fact.name, fact]));
  const evidence = new CarriedEvidence(body);
  return ({ classMaps = {}, ...given }) => Object.assign(evidence.data(facts, classMaps), given);
}
