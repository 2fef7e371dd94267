import { UsageError } from '../../failure.ts';
import { accessLines, answerAccess, withoutTitles } from './access-answer.ts';
import { askPolicy } from './ask-policy.ts';
import type { ProofOptions } from './policy-options.ts';
import { writeAnswer } from './write-answer.ts';

export interface WhoCanOptions extends ProofOptions {
  readonly all?: boolean;
}

/** Prints which types have permissions on a target of a class, `type:class`. */
export async function whoCan(path: string, permissions: readonly string[], target: string, options: WhoCanOptions): Promise<void> {
  const [type, tclass, ...rest] = target.split(':');
  if (!type || !tclass || rest.length > 0) throw new UsageError(`${target}: a target is given as type:class, as in shadow_t:file`);
  if (permissions.length === 0) throw new UsageError('no permission is named');
  const answer = await askPolicy(path, options, ({ place, policy }) => {
    const query = { target: type, classes: [tclass], permissions, match: options.all ? ('all' as const) : ('any' as const) };
    return { policy: place, access: answerAccess(policy, query, options) };
  });
  await writeAnswer(options.format, { ...answer, access: withoutTitles(answer.access) }, () => accessLines(answer.access));
}
