export { describeUpdateUrl, type UpdateUrl } from './describe-update-url.ts';
export { type ExpandedTemplate, expandTemplate, templateOf } from './expand-template.ts';
