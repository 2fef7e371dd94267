import { severities } from '@staticfire/findings';
import { printable } from '../../printable.ts';
import { html, type Markup } from '../markup.ts';
import { states, stateWords } from '../states.ts';
import type { View } from '../view.ts';

/** Filter, search, group and sort; hidden until the page's script runs. */
export function toolbar({ result }: View): Markup {
  return html`<form class="toolbar" id="toolbar" hidden aria-label="Filter the findings">
<div class="line"><label class="grow">Search ( / ) <input type="search" name="q" id="search" autocomplete="off" spellcheck="false" placeholder="id, title, subject, file"></label>
<label>Pack <select name="pack"><option value="">all</option>${result.packs.map(({ id }) => html`<option>${printable(id)}</option>`)}</select></label>
<label>Group by <select name="group"><option value="state">state</option><option value="severity">severity</option><option value="area">rule area</option><option value="pack">pack</option><option value="control">control</option></select></label>
<label>Sort by <select name="sort"><option value="severity">severity</option><option value="id">rule id</option><option value="title">title</option><option value="count">number of findings</option></select></label></div>
<div class="line"><fieldset><legend>State</legend>${states.map((state) => checkbox('state', state, stateWords[state]))}</fieldset>
<fieldset><legend>Severity</legend>${severities.map((severity) => checkbox('severity', severity, severity))}</fieldset></div>
<div class="line"><p role="status" aria-live="polite" id="matches"></p><span class="buttons"><button type="button" data-do="expand">Expand all</button><button type="button" data-do="collapse">Collapse all</button><button type="reset">Reset</button></span></div>
</form>
`;
}

function checkbox(name: string, value: string, label: string): Markup {
  return html`<label class="chip"><input type="checkbox" name="${name}" value="${value}" checked> ${label}</label>`;
}
