export { CertificateChain } from './certificate-chain.ts';
export { type SignerProblem, type VerifiedSigner, verifyAuthenticodeSigner } from './verify-authenticode-signer.ts';
