import type { Check, ResultSubject } from './check.ts';
import { isObject, listAt, numberAt, objectAt, textAt, valueAt } from './json-view.ts';

/** RFC 3986, `scheme ":"`. */
const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):/;

const PRIMARY = ['locations', 0, 'physicalLocation', 'artifactLocation'] as const;

/** Where GitHub puts the alert: the first location. */
export const locationChecks: readonly Check<ResultSubject>[] = [
  {
    id: 'location-missing',
    level: 'error',
    source: 'github',
    mend: 'Give every result a location; one without fails the whole upload',
    look({ result }, report) {
      if (listAt(result, 'locations').length === 0) report('it has no locations');
    },
  },
  {
    id: 'artifact-location-missing',
    level: 'error',
    source: 'github',
    mend: 'Write physicalLocation.artifactLocation.uri into the first location; one without fails the whole upload',
    look({ result }, report) {
      const [first] = listAt(result, 'locations');
      if (first === undefined) return;
      const location = valueAt(first, 'physicalLocation', 'artifactLocation');
      if (!isObject(location) || ((textAt(location, 'uri') ?? '') === '' && numberAt(location, 'index') === undefined))
        report('the first location names no file', 'locations', 0);
    },
  },
  {
    id: 'location-by-index',
    level: 'warning',
    source: 'github',
    mend: 'Write the uri of a file of the repository too: GitHub does not list locations that are an index alone among what it reads',
    look({ result }, report) {
      const location = primaryOf(result);
      if (numberAt(location, 'index') !== undefined && textAt(location, 'uri') === undefined) report('the first location has an index and no uri', ...PRIMARY);
    },
  },
  {
    id: 'region-missing',
    level: 'warning',
    source: 'github',
    mend: 'Write region.startLine, 1 when no line is known: GitHub shows an alert on a line',
    look({ result }, report) {
      const physical = valueAt(listAt(result, 'locations')[0], 'physicalLocation');
      if (isObject(physical) && numberAt(physical, 'region', 'startLine') === undefined)
        report('the first location has no line', 'locations', 0, 'physicalLocation');
    },
  },
  {
    id: 'uri-scheme',
    level: 'error',
    source: 'github',
    mend: 'Write a path relative to the root of the repository; percent-encode a colon in its first segment',
    look({ result }, report) {
      const scheme = schemeOf(primaryOf(result));
      if (scheme !== undefined && scheme !== 'file') report(`GitHub takes ${scheme} for the scheme of the URI, and refuses the file`, ...PRIMARY, 'uri');
    },
  },
  {
    id: 'uri-file',
    level: 'warning',
    source: 'github',
    mend: 'Write a path relative to the root of the repository: an absolute one fits the machine that wrote it alone',
    look({ result }, report) {
      const location = primaryOf(result);
      if (schemeOf(location) === 'file' || (textAt(location, 'uri') ?? '').startsWith('/')) report(`the URI is ${textAt(location, 'uri')}`, ...PRIMARY, 'uri');
    },
  },
  {
    id: 'uri-dots',
    level: 'warning',
    source: 'github',
    mend: 'Write the path without `..`: nothing above the root of the repository can be shown',
    look({ result }, report) {
      const uri = textAt(primaryOf(result), 'uri') ?? '';
      if (uri.split('/').some((segment) => /^(\.|%2e){2}$/i.test(segment))) report(`the URI is ${uri}`, ...PRIMARY, 'uri');
    },
  },
];

function primaryOf(result: unknown) {
  return objectAt(listAt(result, 'locations')[0], 'physicalLocation', 'artifactLocation');
}

function schemeOf(location: unknown): string | undefined {
  return SCHEME.exec(textAt(location, 'uri') ?? '')?.[1]?.toLowerCase();
}
