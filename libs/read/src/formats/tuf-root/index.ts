export { parseTufRoot, type TufRole, type TufRoot } from './parse-tuf-root.ts';
