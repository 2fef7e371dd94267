import { describe, expect, it } from 'vitest';
import { derivations, derivedFrom } from './derivations.ts';

const changed = new Set(derivations.filter(({ fact }) => fact.changedByUserData).map(({ fact }) => fact.name));

const RENDERED: ReadonlySet<string> = new Set(['kubernetes.kubelet', 'containerd.config', 'cni.config', 'ecs.agent']);

describe('facts that user data change', () => {
  // Those that take files as well look at nothing but the image, unless they render templates with settings.
  it('are those of derivations that take user data, and what follows from them', () => {
    const follows = (name: string) => derivedFrom.get(name)!.some((each) => changed.has(each));
    expect([...changed]).toEqual(
      derivations.filter(({ derive, fact }) => derive.length === 2 || RENDERED.has(fact.name) || follows(fact.name)).map(({ fact }) => fact.name),
    );
    expect(changed.size).toBeGreaterThan(5);
  });

  it('change what follows from them too', () => {
    for (const [name, from] of derivedFrom) if (from.some((each) => changed.has(each))) expect(changed, name).toContain(name);
  });
});
