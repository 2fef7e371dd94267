import { describePassword, type PasswordDescription } from '@staticfire/analyze/accounts';
import { type AccountTable, placeOf } from './read-account-table.ts';

/** The field that stands for "look into shadow". */
const IN_SHADOW = 'x';
/** What systemd-sysusers writes for everyone. */
const NEVER_SET = '!*';

/** An entry of passwd or group. */
export interface PasswordOwner {
  readonly name: string;
  /** Its password field. */
  readonly field: string;
  readonly file: string;
  readonly onNode: boolean;
  /** systemd-sysusers made it. */
  readonly made?: true;
}

/** The password in the entry itself, or in that of the database of passwords beside its own. */
export function findPassword(owner: PasswordOwner, shadow: AccountTable): PasswordDescription {
  if (owner.field !== IN_SHADOW) return describePassword(owner.field);
  const entry = shadow.first.get(placeOf(owner));
  if (entry !== undefined) return describePassword(entry.fields[1]!);
  return owner.made && shadow.made ? describePassword(NEVER_SET) : { state: 'none' };
}
