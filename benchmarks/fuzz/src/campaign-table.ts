import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { CAMPAIGN_FILE } from '@staticfire/testkit/fuzz';
import type { CampaignRow } from './campaign-row.ts';
import { renderCampaign } from './render-campaign.ts';

export const CAMPAIGN_PAGE = CAMPAIGN_FILE.replace(/\.json$/, '.md');

/** Every row there is, by decoder. */
export function readCampaign(): CampaignRow[] {
  return existsSync(CAMPAIGN_FILE) ? (JSON.parse(readFileSync(CAMPAIGN_FILE, 'utf8')) as CampaignRow[]) : [];
}

/** Sorted by decoder; the row takes the place of an earlier one. */
export function withRow(rows: readonly CampaignRow[], row: CampaignRow): CampaignRow[] {
  return [...rows.filter(({ decoder }) => decoder !== row.decoder), row].sort((one, other) => (one.decoder < other.decoder ? -1 : 1));
}

/** Writes the table and its page. */
export function writeCampaign(rows: readonly CampaignRow[]): void {
  writeFileSync(CAMPAIGN_FILE, `${JSON.stringify(rows, undefined, 2)}\n`);
  writeFileSync(CAMPAIGN_PAGE, renderCampaign(rows));
}
