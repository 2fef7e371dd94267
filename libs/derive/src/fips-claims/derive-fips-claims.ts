import { type FactState, isUnreadable, list, object, optional, string, type Unreadable } from '@staticfire/facts';
import { defineDerivation, needState } from '../derivation.ts';
import { unknownBecause, unreadableOf } from '../kernel-input/kernel-input.ts';
import { type FipsClaims, fipsClaims } from './fips-claims.schema.ts';

type Claims = FipsClaims['claims'];

const command = object({ parameters: list(object({ key: string(''), value: optional(string('')), from: string('') }), '') });
const release = object({ variantId: optional(string('')) });
const named = object({ files: list(object({ path: string(''), kind: string('') }), '') });

/** controls.md section 3; anatomy-2026 section 10 for what no longer proves anything. */
export const deriveFipsClaims = defineDerivation({
  fact: fipsClaims,
  needs: {
    command: needState('boot.cmdline', command),
    release: needState('release.identity', release),
    named: needState('root.named-files', named),
  },
  derive(states): FipsClaims {
    const claims: Claims = [
      ...found(states.command, ({ parameters }) =>
        first(
          parameters,
          ({ key, value }) => key === 'fips' && value === '1',
          'command-line',
          ({ from }) => from,
        ),
      ),
      ...found(states.named, ({ files }) =>
        first(
          files,
          ({ kind }) => kind === 'fips-program',
          'programs',
          ({ path }) => path,
        ),
      ),
      ...found(states.release, ({ variantId = '' }) => (variantId.includes('-fips') ? [{ by: 'variant', detail: variantId }] : [])),
    ];
    // Without a command line that was found, what the kernel goes by is not known.
    const open = claims.length === 0 && states.command.state === 'absent';
    return { claims: open ? [unreadableOf(unknownBecause(states.command, 'boot.cmdline'), 'boot.cmdline')] : claims };
  },
});

function found<T>(fact: FactState<T>, claimsOf: (value: T) => Claims): Claims {
  if (fact.state === 'unreadable') return [{ $unreadable: fact.error }];
  return fact.state === 'present' ? claimsOf(fact.value) : [];
}

/** The first that fits; without one, what could not be read may be it. */
function first<T>(elements: readonly (T | Unreadable)[], fits: (each: T) => boolean, by: 'command-line' | 'programs', detail: (each: T) => string): Claims {
  const match = elements.find((each): each is T => !isUnreadable(each) && fits(each));
  return match === undefined ? elements.filter(isUnreadable) : [{ by, detail: detail(match) }];
}
