export {
  type ExposureRating,
  exposureText,
  type RefusedService,
  type ScoredCheck,
  type ServiceExposure,
  type ServiceSettings,
  scoreService,
  type UnitSetting,
} from './score-service.ts';
export { type ScoredArchitecture, scoredArchitectures } from './system-calls.ts';
