import { describeOracle, readRoot, toolsFor, verifyUnits, withRoot } from '@staticfire/testkit';
import { expect, it } from 'vitest';
import { unitFolders } from '../files/unit-folders.ts';
import { UnitTree } from '../files/unit-tree.ts';
import { UnitLoader } from '../load/unit-loader.ts';
import { type UnitType, unitTypes } from '../names/unit-name.ts';
import { knownSettings } from './known-settings.ts';

const UNITS = '/usr/lib/systemd/system';
/** What makes a unit of the type one that systemd loads. */
const START: Partial<Record<UnitType, string>> = {
  service: '[Service]\nExecStart=/bin/a\n',
  socket: '[Socket]\nListenStream=80\n',
  mount: '[Mount]\nWhat=x\n',
  timer: '[Timer]\nOnBootSec=1\n',
  path: '[Path]\nPathExists=/a\n',
};
const PATTERNS: readonly (readonly [RegExp, (found: string) => string])[] = [
  [/^Unknown key '(.*)' in section \[.*\], ignoring\.$/, (key) => `unknown-key ${key}`],
  [/^Unknown section '(.*)'\. Ignoring\.$/, (section) => `unknown-section ${section}`],
  [/^(?:Missing '=', ignoring line|Missing key name before '=', ignoring line)\.$/, () => 'no-assignment'],
  [/^Assignment outside of section\. Ignoring\.$/, () => 'outside-section'],
];

/** `file:line kind`, in order. */
function compare(files: Readonly<Record<string, string>>) {
  return withRoot(Object.fromEntries(Object.entries(files).map(([name, text]) => [`${UNITS}/${name}`, text])), (root) => {
    const loader = new UnitLoader(new UnitTree(readRoot(root)), { folders: unitFolders, release: 252 });
    const names = loader.lookup.names;
    const theirs = verifyUnits(root, names)
      .log.split('\n')
      .flatMap((line) => {
        const [, path, number, message] = /^(\/.*?):(\d+): (.*)$/.exec(line) ?? [];
        const found = PATTERNS.flatMap(([pattern, render]) =>
          message !== undefined && pattern.test(message) ? [render(pattern.exec(message)![1] ?? '')] : [],
        );
        return found.map((text) => `${path!.slice(root.length)}:${number} ${text}`);
      });
    const ours = names
      .flatMap((name) => loader.load(name)!.problems)
      .map(({ path, line, kind, text }) => `${path}:${line} ${/^unknown/.test(kind) ? `${kind} ${text}` : kind}`);
    return { ours: ours.toSorted(), theirs: [...new Set(theirs)].toSorted() };
  });
}

describeOracle('lines that systemd reports and skips', toolsFor('systemd-analyze'), () => {
  it('keys and sections that it does not know, and lines that are no assignments', () => {
    const { ours, theirs } = compare({
      'a.service': `A=b\n[Unit]\nDescriptoin=x\nfoo\n=x\nX-Ours=1\n[X-Ours]\nA=b\nfoo\n[Nonsense]\nA=b\nfoo\n[Mount]\nWhat=a\n[Install]\nWantedBY=a\nUpheldBy=b\n${START.service}NoNewPriviledges=1\nPrivatePIDs=1\n`,
      'b.target': '[Target]\nA=b\n[Service]\nExecStart=/bin/a\n',
      'b.target.d/1.conf': '[Unit]\nNonsense=x\n[]\nA=b\n',
      'c.mount': '[Mount]\nWhat=x\nOptoins=noexec\n[Service]\nUser=x\n',
    });
    expect(ours).toEqual(theirs);
    expect(ours.length).toBeGreaterThan(15);
  });

  it.each(unitTypes.filter((type) => START[type] !== undefined || ['target', 'slice', 'swap', 'automount', 'device'].includes(type)))(
    'every setting of a %s',
    (type) => {
      // Names of one type are tried in files of every other type.
      const keys = [...new Set(unitTypes.flatMap((each) => [...knownSettings(each, 257)].flatMap(([, names]) => [...names])))].sort();
      const sections = [...knownSettings(type, 252).keys()];
      // Values that are refused would end the file, so they stand in a drop-in each.
      const dropIns = sections.flatMap((section, at) => keys.map((key, index) => [`a.${type}.d/${at}-${index}.conf`, `[${section}]\n${key}=\n`]));
      const { ours, theirs } = compare({ [`a.${type}`]: '[Unit]\nDescription=x\n', ...Object.fromEntries(dropIns), 'z.conf': '' });
      expect(ours.filter((line) => !line.endsWith('rest-ignored'))).toEqual(theirs);
      expect(ours.length).toBeGreaterThan(100);
    },
  );
});
