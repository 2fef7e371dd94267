export { traceFinding, traceResult, type WantedFinding } from './trace-finding.ts';
