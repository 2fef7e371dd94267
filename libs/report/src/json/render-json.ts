import type { ScanResult } from '@staticfire/findings';
import { renderJsonValue } from './render-json-text.ts';

/** The whole result, members in the order of the result; long lists come element by element. */
export function* renderJson(result: ScanResult): Generator<string> {
  const members = Object.entries(result).filter(([, value]) => value !== undefined);
  for (const [index, [name, value]] of members.entries()) {
    yield `${index === 0 ? '{' : ','}\n  ${renderJsonValue(name, 0)}: `;
    if (Array.isArray(value) && value.length > 0) yield* renderElements(value);
    else yield renderJsonValue(value, 1);
  }
  yield '\n}\n';
}

function* renderElements(elements: readonly unknown[]): Generator<string> {
  for (const [index, element] of elements.entries()) yield `${index === 0 ? '[' : ','}\n    ${renderJsonValue(element, 2)}`;
  yield '\n  ]';
}
