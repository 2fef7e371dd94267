export { CAMPAIGN_FILE } from './campaign-targets.ts';
export { survives } from './execution-guard.ts';
export { ENOUGH_EXECUTIONS } from './fuzz-budget.ts';
export { type DecoderFuzz, fuzzDecoder, type RecordedTarget } from './fuzz-decoder.ts';
export { type FuzzedDecoder, fuzzedDecoders } from './fuzzed-decoders.ts';
export { below, type Random, seededRandom } from './random.ts';
