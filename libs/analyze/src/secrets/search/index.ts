export { findSecrets, type SecretSearch } from './find-secrets.ts';
