import { array, type FactState, type Infer, integer, isUnreadable, list, object, oneOf, optional, string, type Unreadable } from '@staticfire/facts';
import type { BootChain } from './boot-chain.schema.ts';
import type { CheckedFile } from './signature-checks.ts';

const rows = array(object({ component: string(''), generation: integer('') }), '');
const program = object({ partition: string(''), path: string(''), rows: optional(rows) });
const level = object({ partition: string(''), path: string(''), policy: oneOf(['previous', 'latest'], ''), rows });
export const sbatSchema = object({ programs: list(program, ''), levels: list(level, '') });

type Sbat = Infer<typeof sbatSchema>;
type Program = Infer<typeof program>;
type Level = Infer<typeof level>;
type Standing = Exclude<BootChain['sbat'][number], Unreadable>;

/** GRUB has shim look at a kernel, and shim takes one without SBAT there (shim, pe.c: in_protocol). */
const NEEDS_NONE: readonly Standing['step'][] = ['kernel', 'uki'];

/** How the generations of what shim looks at, and its own, stand to the levels that it carries. Without a shim nobody looks. */
export function sbatLevels(files: readonly CheckedFile[], state: FactState<Sbat>): BootChain['sbat'] {
  const shim = files.find(({ by }) => by === 'shim')?.checker;
  if (shim === undefined) return [];
  if (state.state !== 'present') return state.state === 'unreadable' ? [{ $unreadable: state.error }] : [];
  const { programs, levels } = state.value;
  const open = [...new Map([...programs, ...levels].filter(isUnreadable).map((each) => [JSON.stringify(each), each])).values()];
  const own = levels.filter((each): each is Level => !isUnreadable(each) && each.partition === shim.partition && each.path === shim.path);
  const looked = files.filter(({ by, step }) => by === 'shim' || step === 'firmware-loader');
  return [...looked.flatMap((file) => standingOf(file, programs, own)), ...open];
}

function standingOf({ step, partition, path }: CheckedFile, programs: Sbat['programs'], levels: readonly Level[]): readonly Standing[] {
  const found = programs.find((each): each is Program => !isUnreadable(each) && each.partition === partition && each.path === path);
  if (found === undefined) return [];
  const place = { step, partition, path };
  if (found.rows === undefined || found.rows.length === 0) return NEEDS_NONE.includes(step) ? [] : [{ ...place, verdict: 'missing', below: [] }];
  const below = (policy: Level['policy']) => levels.filter((each) => each.policy === policy).flatMap((each) => rowsBelow(found.rows!, each.rows));
  const [previous, latest] = [below('previous'), below('latest')];
  if (previous.length > 0) return [{ ...place, verdict: 'refused', below: previous }];
  return [{ ...place, verdict: latest.length > 0 ? 'outdated' : 'met', below: latest }];
}

/** Components that a level does not name are as they like. */
function rowsBelow(has: Infer<typeof rows>, wants: Infer<typeof rows>): Standing['below'] {
  return wants.flatMap(({ component, generation: least }) =>
    has.filter((row) => row.component === component && row.generation < least).map(({ generation }) => ({ component, generation, least })),
  );
}
