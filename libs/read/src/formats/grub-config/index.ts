export { type GrubConfig, type GrubMenuEntry, parseGrubConfig } from './grub-config.ts';
