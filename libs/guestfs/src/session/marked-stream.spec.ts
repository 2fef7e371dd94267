import { describe, expect, it } from 'vitest';
import { MarkedStream } from './marked-stream.ts';

const MARK = '-- x 1 --';

async function read(pieces: readonly string[]): Promise<string> {
  const stream = new MarkedStream();
  let text = '';
  const ended = stream.until(MARK, (bytes) => {
    text += Buffer.from(bytes).toString();
  });
  for (const piece of pieces) stream.push(Buffer.from(piece));
  await ended;
  return text;
}

describe('MarkedStream', () => {
  it.each([
    ['in one piece', [`answer${MARK}`], 'answer'],
    ['byte by byte', [...`answer${MARK}`], 'answer'],
    ['cut inside of the mark', ['answer-- x', ' 1 --'], 'answer'],
    ['nothing but the mark', [MARK], ''],
    ['something like the mark before it', ['-- x 1 -', `-- x 1 -- no${MARK}`], '-- x 1 --- x 1 -- no'],
  ])('%s', async (_, pieces, expected) => expect(await read(pieces)).toBe(expected));

  it('takes one answer after the other', async () => {
    const stream = new MarkedStream();
    for (const answer of ['one', '', 'three']) {
      let text = '';
      const ended = stream.until(MARK, (bytes) => {
        text += Buffer.from(bytes).toString();
      });
      stream.push(Buffer.from(`${answer}${MARK}`));
      await ended;
      expect(text).toBe(answer);
    }
  });

  it('rejects with what the receiver throws', async () => {
    const stream = new MarkedStream();
    const ended = stream.until(MARK, () => {
      throw new Error('too much');
    });
    stream.push(Buffer.from('a long answer without an end'));
    await expect(ended).rejects.toThrow('too much');
  });

  it('passes over what comes unasked', () => expect(() => new MarkedStream().push(Buffer.from('warning'))).not.toThrow());
});
