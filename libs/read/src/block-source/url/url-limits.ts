/** How patient a fetch is. Milliseconds. */
export interface UrlLimits {
  /** Without an answer, or without another byte of it. */
  readonly silence: number;
  /** For the whole answer to one request. */
  readonly request: number;
  /** How often one request is made anew after a failure that may pass. */
  readonly retries: number;
  /** Before the first retry; before each further one four times as long. */
  readonly pause: number;
}

export const URL_LIMITS: UrlLimits = { silence: 15_000, request: 120_000, retries: 2, pause: 300 };

/** How long all tries of one request can take, and a little more. */
export function patienceOf({ silence, request, retries, pause }: UrlLimits): number {
  return (silence + request) * (retries + 1) + pause * 4 ** (retries + 1) + 5000;
}
