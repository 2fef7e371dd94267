export type { DomainTransition, Entrypoint } from './domain-transition.ts';
export { DomainTransitions, type TransitionOptions } from './domain-transitions.ts';
export { transitionPaths } from './transition-paths.ts';
export { transitionText } from './transition-text.ts';
