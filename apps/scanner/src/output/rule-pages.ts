import { UsageError } from '../failure.ts';

/** An absolute http or https URL of a folder, without query and fragment: pages are named below it. Throws UsageError. */
export function parseRulePages(word: string): string {
  const url = URL.parse(word);
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.search !== '' || url.hash !== '')
    throw new UsageError(`--rule-pages ${word}: expected an https URL of a folder, for example https://github.com/OWNER/REPOSITORY/blob/main/policies`);
  return url.href;
}
