import { boolean, optional, string } from '@staticfire/facts';

/** Members of a fact's element for a context that somebody wrote down. */
export const toldContext = {
  context: string('Security context without quotes'),
  valid: optional(boolean('The policy of the image knows its user, role, type and range, and they belong together; absent without a policy')),
};
