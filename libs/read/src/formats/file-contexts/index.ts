export { type FileContextAlias, parseFileContextAliases } from './file-context-aliases.ts';
export { type FileContextSpec, type FileContextType, parseFileContexts } from './file-contexts.ts';
