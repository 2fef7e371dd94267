import type { ScanResult } from '@staticfire/findings';
import { load } from 'cheerio/slim';
import { printable } from '../printable.ts';
import { contentSecurityPolicy } from './csp.ts';
import { html } from './markup.ts';
import assets from './page-assets.json' with { type: 'json' };
import { printFooter } from './print-footer.ts';
import type { Section } from './section.ts';
import { verdictWords } from './sections/verdict.ts';

const MARK = '<!--sections-->';
const FRAME = `<!doctype html>
<html lang="en">
<head>
<meta http-equiv="Content-Security-Policy" content="">
<meta charset="utf-8">
<title></title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="">
<style></style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<svg class="defs" aria-hidden="true" width="0" height="0"><defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M0 0v6"/></pattern></defs></svg>
<header class="top"><div class="inner"><p class="brand">staticfire</p><h1></h1><p class="lede"></p></div></header>
<div class="page">
<nav class="toc" aria-label="Contents"><details open><summary>Contents</summary><ol></ol></details></nav>
<main id="main" tabindex="-1">${MARK}</main>
</div>
<footer class="bottom"><p></p></footer>
<script></script>
</body>
</html>
`;

/** The page without its sections, cut where they go. */
export function frame(result: ScanResult, sections: readonly Section[]): readonly [before: string, after: string] {
  const style = `${assets.style}${printFooter(result)}`;
  const $ = load(FRAME);
  $('meta[http-equiv]').attr('content', contentSecurityPolicy(style, assets.script));
  $('meta[name=generator]').attr('content', `${result.tool.name} ${result.tool.version}`);
  $('title').text(`${verdictWords[result.gate.verdict]}: ${printable(result.input.path, MAX_PATH)} (${result.tool.name} report)`);
  $('h1').text(`Image report: ${printable(fileName(result.input.path), MAX_PATH)}`);
  $('.lede').text(lede(result));
  $('.toc ol').append(sections.map(tocEntry).join(''));
  $('footer p').text(`${result.tool.name} ${result.tool.version}; image SHA-256 ${printable(result.input.sha256)}`);
  // Neither text may hold `</`: inside these two elements nothing is escaped.
  $('style').text(style);
  $('script').text(assets.script);
  const [before = '', after = ''] = $.html().split(MARK);
  return [before, after];
}

const MAX_PATH = 200;

function fileName(path: string): string {
  return path.split(/[/\\]/).findLast((part) => part !== '') ?? path;
}

function lede({ release }: ScanResult): string {
  const { prettyName, variantId, versionId, buildId } = release;
  const parts = [prettyName, variantId && `variant ${variantId}`, versionId && `version ${versionId}`, buildId && `build ${buildId}`];
  const told = parts.filter((part) => part !== '').map((part) => printable(part));
  return told.length === 0 ? 'The image does not say which release it is.' : told.join(' · ');
}

function tocEntry({ id, title }: Section): string {
  return html`<li><a href="#${id}">${title}</a></li>`.text;
}
