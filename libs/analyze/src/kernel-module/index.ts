export { judgeModuleSignature, type SignatureVerdict, type TrustedCertificate } from './judge-module-signature.ts';
export { describeModule, describeSigner, type ModuleDescription, type SignerDescription } from './module-description.ts';
