import { expect, test } from 'vitest';
import { sampleResult } from '../sample-result.ts';
import { printFooter } from './print-footer.ts';

test('no file name leaves its string', () => {
  const style = printFooter({ ...sampleResult, input: { ...sampleResult.input, path: 'a"}</style>\\\n*{x:url(//e)}' } });
  expect(style).toContain('content:"staticfire\\3a  a\\22 \\7d \\3c \\2f style\\3e \\5c \\5c x0a');
  expect(style).not.toMatch(/[<>]|url\(/);
});
