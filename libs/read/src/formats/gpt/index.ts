export type { GptEntry } from './gpt-entries.ts';
export type { GptHeader } from './gpt-header.ts';
export { type GptCopy, type PartitionTable, readPartitionTable } from './partition-table.ts';
