export { compareHmac, HMAC_KEYS, type HmacComparison, hmacOf, hmacWith, type KernelHmac, type KernelHmacOptions, parseKernelHmac } from './kernel-hmac.ts';
