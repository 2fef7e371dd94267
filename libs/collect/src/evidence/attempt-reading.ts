import type { Unreadable } from '@staticfire/facts';
import { ReadError } from '@staticfire/read/bytes';
import { toFailure } from '../runner/to-failure.ts';

/** What a reader gives, or its error as an element of a list. Anything but a ReadError is thrown. */
export function attemptReading<T>(read: () => T): { readonly value: T } | Unreadable {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof ReadError) return { $unreadable: toFailure(error) };
    throw error;
  }
}

/** As `attemptReading`, for what becomes elements of a list. */
export function attemptElements<T>(read: () => readonly T[]): readonly (T | Unreadable)[] {
  const found = attemptReading(read);
  return 'value' in found ? found.value : [found];
}
