// What the commands of staticfire and of setools print, as lines that are the same where they say the same.
import { parseSediffCounts } from '@staticfire/testkit';

type ReadAnswer = (stdout: string) => readonly string[];

/** Rules, of both. */
export const searchAnswer: ReadAnswer = (stdout) => stdout.split('\n').filter((line) => line !== '');

/** `SOURCE -> TARGET` of `selinux flow --brief`. */
export const flowAnswer: ReadAnswer = (stdout) => matched(stdout, /^(\S+ -> \S+) \(weight \d+\)$/gm);

/** `SOURCE -> TARGET` of seinfoflow. */
export const seinfoflowAnswer: ReadAnswer = (stdout) => matched(stdout, /^Flow \d+: (\S+ -> \S+)$/gm);

/** Who can read, of `selinux who-can --brief`: a flow from what is read to who reads. */
export const whoCanAnswer: ReadAnswer = (stdout) => {
  return [...stdout.matchAll(/^allow (\S+) (\S+):file read;$/gm)].map(([, subject, object]) => `${object} -> ${subject}`);
};

/** `SECTION: +ADDED -REMOVED ~MODIFIED` of `selinux diff`. */
export const diffAnswer: ReadAnswer = (stdout) => matched(stdout, /^(\w+: \+\d+ -\d+ ~\d+)$/gm);

/** The same of sediff. */
export const sediffAnswer: ReadAnswer = (stdout) => {
  const counts = Object.entries(parseSediffCounts(stdout));
  return counts.map(([section, { added, removed, modified }]) => `${section}: +${added} -${removed} ~${modified}`);
};

function matched(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, found]) => found!);
}
