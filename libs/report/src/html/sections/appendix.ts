import type { ScanResult } from '@staticfire/findings';
import { inputWords } from '../../input-words.ts';
import { printable } from '../../printable.ts';
import { type Content, html } from '../markup.ts';
import { digest, table } from '../parts.ts';
import type { Section } from '../section.ts';
import type { IndexedSource } from '../source-index.ts';
import type { View } from '../view.ts';
import { describeSource } from './evidence.ts';

/** Read last: by then every piece of evidence has named its bytes. */
export const bytesSection: Section = {
  id: 'bytes',
  title: 'Evidence bytes',
  isThere: ({ result }) => result.findings.some(({ evidence }) => evidence.some(({ sources }) => sources.length > 0)),
  pieces: ({ sources: { cited } }) => [
    html`<p>The bytes that evidence was read from. Each range is named once, however many findings rest on it. Offsets are bytes from the start of the file where a path is given, else of the partition.</p><details class="more"><summary>Every range (${cited.length})</summary>`,
    table({
      caption: 'Ranges of bytes and their digests',
      columns: ['Where', 'SHA-256 of these bytes'],
      rows: cited.map(sourceRow),
      ids: cited.map(({ anchor }) => anchor),
    }),
    html`</details>`,
  ],
};

function sourceRow({ source }: IndexedSource): readonly Content[] {
  const { sha256, ...place } = source;
  return [describeSource(place), sha256 === undefined ? 'proven by dm-verity instead' : digest(sha256)];
}

export const verifySection: Section = {
  id: 'verify',
  title: 'Verify this report',
  pieces: ({ result }: View) => [
    html`<p>The same image, packs and user data give the same result, byte for byte, on any machine and any day. What was asked is named by digest under <a href="#identity">What was scanned</a>.</p>
<ol class="steps"><li>The image is the one named here:${command(`sha256sum ${file(result)}`)}It has to print ${digest(result.input.sha256)}.</li>
<li>The verdict comes about again:${command(scanCommand(result))}</li>
<li>A finding, from the rule to the bytes; the fingerprint stands in each finding:${command(`staticfire why FINGERPRINT ${inputWords(result).map(quote).join(' ')}`)}</li>
<li>The bytes themselves: partition offsets stand under <a href="#partitions">Partitions</a>; any other reader gives the same digests.</li></ol>
<p>The result as JSON is not repeated in this page: it would double it, and a copy proves nothing that the commands above do not. <code>--output json=FILE</code> writes it whole beside this report. This page loads nothing, sends nothing and works without its script.</p>`,
  ],
};

function scanCommand(result: ScanResult): string {
  const { gate, profiles, userData } = result;
  return [
    `staticfire scan ${inputWords(result).map(quote).join(' ')}`,
    `--fail-on ${gate.failOn}`,
    ...profiles.map((profile) => `--profile ${quote(profile)}`),
    ...(userData === undefined ? [] : [`--user-data ${quote(userData.path)}`]),
    '--output html=report.html --output json=report.json',
  ].join(' ');
}

function file({ input }: ScanResult): string {
  return quote(input.path);
}

/** For a POSIX shell. What a terminal acts on is shown escaped and would have to be typed by its bytes. */
function quote(text: string): string {
  const shown = printable(text, MAX_PATH);
  return /^[\w./:@%+=-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", "'\\''")}'`;
}

function command(text: string): Content {
  return html`<pre class="command">${text}</pre>`;
}

const MAX_PATH = 1000;
