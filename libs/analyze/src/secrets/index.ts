export type { FoundSecret } from './found-secret.ts';
export { looksSecret } from './looks-secret.ts';
export { SECRET_KINDS, type SecretKind } from './secret-rule.ts';
