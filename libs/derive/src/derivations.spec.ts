import { describe, expect, it } from 'vitest';
import { derivations, derivedFrom } from './derivations.ts';

const changed = new Set(derivations.filter(({ fact }) => fact.changedByUserData).map(({ fact }) => fact.name));

describe('facts that user data change', () => {
  it('are those of derivations that take user data', () => {
    expect([...changed]).toEqual(derivations.filter(({ derive }) => derive.length > 1).map(({ fact }) => fact.name));
    expect(changed.size).toBeGreaterThan(5);
  });

  it('change what follows from them too', () => {
    for (const [name, from] of derivedFrom) if (from.some((each) => changed.has(each))) expect(changed, name).toContain(name);
  });
});
