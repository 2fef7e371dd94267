import type { ArtifactSubject, Check } from './check.ts';
import { numberAt, objectAt, textAt, valueAt } from './json-view.ts';

const INT32_LIMIT = 2 ** 31;

export const artifactChecks: readonly Check<ArtifactSubject>[] = [
  {
    id: 'artifact-nesting',
    level: 'error',
    source: 'sarif',
    mend: 'Give a top-level artifact a location and no offset, a nested one an offset or a location without uriBaseId (SARIF 3.24.2 to 3.24.4)',
    look({ artifact }, report) {
      const nested = (numberAt(artifact, 'parentIndex') ?? -1) >= 0;
      const hasOffset = (numberAt(artifact, 'offset') ?? -1) >= 0;
      const hasLocation = valueAt(artifact, 'location') !== undefined;
      if (!nested && !hasLocation) report('it is at the top level and has no location');
      if (!nested && hasOffset) report('it is at the top level and has an offset', 'offset');
      if (nested && !hasLocation && !hasOffset) report('it is nested and has neither location nor offset');
      if (nested && textAt(objectAt(artifact, 'location'), 'uriBaseId') !== undefined) report('it is nested and has a uriBaseId', 'location', 'uriBaseId');
    },
  },
  {
    id: 'parent-index',
    level: 'error',
    source: 'sarif',
    mend: 'Let parentIndex be the index of an artifact of the run',
    look({ artifact, artifacts }, report) {
      const parent = numberAt(artifact, 'parentIndex');
      if (parent !== undefined && parent >= artifacts.length) report(`there is no artifact ${parent}`, 'parentIndex');
    },
  },
  {
    id: 'int32',
    level: 'warning',
    source: 'sarif',
    mend: 'Leave numbers of 2147483648 and more out, or write them into properties as text: the SDK that viewers are built on fails to read the file',
    look({ artifact }, report) {
      for (const name of ['offset', 'length']) {
        const number = numberAt(artifact, name);
        if (number !== undefined && number >= INT32_LIMIT) report(`it is ${number}`, name);
      }
    },
  },
];
