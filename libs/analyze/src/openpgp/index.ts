export { type OpenPgpVerdict, verifyOpenPgpSignature } from './verify-openpgp-signature.ts';
