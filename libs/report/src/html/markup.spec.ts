import { expect, test } from 'vitest';
import { html, join, write } from './markup.ts';

test.each([
  ['markup', '<b>&"\'', '&lt;b&gt;&amp;&quot;&#39;'],
  ['a terminal escape', '\x1b[2J', '\\x1b[2J'],
  ['a line feed', 'a\nb', 'a\\x0ab'],
  ['a bidirectional override', 'a\u202eb', 'a\\u{202e}b'],
  ['half of a surrogate pair', 'a\ud800b', 'a\\u{d800}b'],
  ['other scripts', 'Größe 日本', 'Größe 日本'],
])('%s is inert and visible', (_name, text, shown) => {
  expect(html`<p title="${text}">${text}</p>`.text).toBe(`<p title="${shown}">${shown}</p>`);
});

test('markup is written as it is, lists one after the other, nothing as nothing', () => {
  expect(html`<ul>${[1, 2].map((number) => html`<li>${number}</li>`)}${undefined}${false}</ul>`.text).toBe('<ul><li>1</li><li>2</li></ul>');
  expect(write(join(['<', html`<b></b>`], ' & '))).toBe('&lt; &amp; <b></b>');
});
