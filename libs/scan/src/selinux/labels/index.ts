// Apart from policies, whose questions load nothing that reads images.
export { type ImageLabels, type LabelledFile, openLabels, type UnreadableFile } from './open-labels.ts';
