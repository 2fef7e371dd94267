export { describeUpdateUrl, type UpdateUrl } from './describe-update-url.ts';
export { type ExpandedTemplate, expandTemplate, templateOf } from './expand-template.ts';
export {
  type JudgedTufKey,
  type JudgedTufRole,
  type JudgedTufSignature,
  type TufRootJudgement,
  type TufSignatureVerdict,
  verifyTufRoot,
} from './verify-tuf-root.ts';
