export {
  decodeGoBuildInfo,
  GO_BUILD_INFO_ALIGNMENT,
  GO_BUILD_INFO_HEADER_LENGTH,
  GO_BUILD_INFO_MAGIC,
  type GoBuildInfo,
  type ReadAddress,
} from './go-build-info.ts';
export type { GoModule, GoModules, GoSetting } from './go-modules.ts';
