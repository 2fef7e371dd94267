export { capabilityNames } from './capability-names.ts';
export { type FileCapabilities, parseFileCapabilities } from './parse-file-capabilities.ts';
