export { compareHmac, type HmacComparison, hmacOf, type KernelHmac, type KernelHmacOptions, parseKernelHmac } from './kernel-hmac.ts';
