export {
  type JudgedTufKey,
  type JudgedTufRole,
  type JudgedTufSignature,
  type TufRootJudgement,
  type TufSignatureVerdict,
  verifyTufRoot,
} from './verify-tuf-root.ts';
