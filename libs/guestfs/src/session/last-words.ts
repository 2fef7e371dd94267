const MAX_LINES = 3;

/**
 * What went wrong, of what guestfish wrote to its errors: of the lines that name an error the last ones, of any when none does. Without marks, and without where
 * guestfish read the command.
 */
export function lastWords(text: string): string {
  const lines = text
    .replaceAll(/-- \w{6} \d+ --/g, '')
    .split('\n')
    .map((line) => line.replace(/^\*stdin\*:\d+: /, '').trim())
    .filter((line) => line !== '');
  const errors = lines.filter((line) => line.includes('error: '));
  return (errors.length === 0 ? lines : errors).slice(-MAX_LINES).join('; ') || 'it said nothing';
}
