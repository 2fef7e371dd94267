// Services of a folder, loaded as systemd loads them, and scored: `node score-services.ts FOLDER`. Prints a line for each: `a.service 9.6 UNSAFE`.
import { UnitLoader, UnitTree, unitFolders } from '@staticfire/analyze/systemd';
import { exposureText, scoreService } from '@staticfire/analyze/systemd-exposure';

const UNITS = '/usr/lib/systemd/system';
const RELEASE = 252;

// Imported by name it would load streams, as standard output does; nothing here needs them.
const { readdirSync, readFileSync, writeSync } = process.getBuiltinModule('node:fs');
const folder = process.argv[2]!;
const files = readdirSync(folder).map((name) => ({ path: `${UNITS}/${name}`, content: readFileSync(`${folder}/${name}`) }));
const loader = new UnitLoader(new UnitTree(files), { release: RELEASE, folders: unitFolders });
const lines = loader.lookup.names.flatMap((each) => {
  const { name, loadState, settings } = loader.load(each)!;
  if (name.type !== 'service' || loadState !== 'loaded') return [];
  const score = scoreService({ unit: name.name, settings }, 'x86-64');
  return 'refused' in score ? [] : [`${name.name} ${exposureText(score.tenths)} ${score.rating}\n`];
});
writeSync(1, lines.join(''));
