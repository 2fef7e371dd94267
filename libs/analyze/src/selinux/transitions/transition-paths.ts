import { shortestPaths } from '../shortest-paths.ts';
import type { DomainTransition } from './domain-transition.ts';
import type { DomainTransitions } from './domain-transitions.ts';

/** The shortest chains of transitions from one domain to another, at most `limit`; none when there is no way. */
export function transitionPaths(transitions: DomainTransitions, source: number, target: number, limit: number): DomainTransition[][] {
  const known = new Map<number, DomainTransition[]>();
  const from = (type: number): DomainTransition[] => {
    const found = known.get(type) ?? transitions.from(type);
    known.set(type, found);
    return found;
  };
  const paths = shortestPaths(source, target, (type) => from(type).map((each) => each.target), limit);
  return paths.map((path) => path.slice(1).map((type, index) => from(path[index]!).find((each) => each.target === type)!));
}
