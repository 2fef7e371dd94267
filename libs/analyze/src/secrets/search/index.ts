export { type FoundSecret, findSecrets, type SecretSearch } from './find-secrets.ts';
