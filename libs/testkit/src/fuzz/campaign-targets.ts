import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Written by `npm run fuzz:campaign`: an array of rows by decoder. */
export const CAMPAIGN_FILE = fileURLToPath(new URL('../../../../benchmarks/fuzz/campaign.json', import.meta.url));

/** Names of the targets that the last campaign of the decoder ran; undefined where there was none. */
export function campaignTargets(decoder: string): string[] | undefined {
  if (!existsSync(CAMPAIGN_FILE)) return undefined;
  const rows = JSON.parse(readFileSync(CAMPAIGN_FILE, 'utf8')) as { decoder: string; targets: { target: string }[] }[];
  return rows.find((row) => row.decoder === decoder)?.targets.map(({ target }) => target);
}
