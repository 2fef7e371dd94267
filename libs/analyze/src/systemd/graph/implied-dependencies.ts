import { commandsOf } from '../kinds/commands.ts';
import { automountWhere } from '../kinds/mount.ts';
import { busName, serviceType } from '../kinds/service.ts';
import { listenersOf, socketService } from '../kinds/socket.ts';
import { timesOf, triggeredUnit, watchedPaths } from '../kinds/timer.ts';
import type { UnitType } from '../names/unit-name.ts';
import { withType } from '../names/unit-name.ts';
import { unitForPath } from '../names/unit-path.ts';
import { lastValid } from '../settings/unit-setting.ts';
import { booleanOf } from '../values/boolean.ts';
import { expandSpecifiers } from '../values/specifiers.ts';
import { escapedWords } from '../values/words.ts';
import { hasDefaultDependencies } from './default-dependencies.ts';
import { addExecDependencies } from './exec-dependencies.ts';
import { addMountUnit, addSwapUnit } from './mount-dependencies.ts';
import { addParentSlice, addSlice } from './slice-dependencies.ts';
import type { GraphUnit, UnitGraph } from './unit-graph.ts';

type Add = (graph: UnitGraph, node: GraphUnit) => void;

const BY_TYPE: Readonly<Record<UnitType, Add>> = {
  service: addService,
  socket: addSocket,
  timer: addTimer,
  path: addPath,
  automount: addAutomount,
  mount: addMountUnit,
  swap: addSwapUnit,
  target: addTarget,
  slice: addParentSlice,
  scope: (graph, node) => addSlice(graph, node),
  device: () => {},
};

/** What systemd adds to the dependencies that files name (the "Automatic Dependencies" of systemd.service(5), systemd.socket(5) …). */
export function addImpliedDependencies(graph: UnitGraph, node: GraphUnit): void {
  BY_TYPE[node.unit.name.type](graph, node);
}

function addService(graph: UnitGraph, node: GraphUnit): void {
  const { unit } = node;
  addExecDependencies(graph, node);
  addSlice(graph, node);
  if (hasDefaultDependencies(unit)) {
    graph.add(node, ['After', 'Requires'], 'sysinit.target');
    graph.add(node, ['After'], 'basic.target');
    addShutdown(graph, node);
  }
  if (serviceType(unit) === 'dbus' && busName(unit) !== undefined) graph.add(node, ['Requires', 'After'], 'dbus.socket');
  for (const { section, key, value } of unit.settings) {
    if (section !== 'Service' || key !== 'Sockets') continue;
    for (const word of escapedWords(value).words) {
      const name = expandSpecifiers(word, unit, 'unit-name')?.text;
      if (name?.endsWith('.socket')) graph.add(node, ['Wants', 'After', 'TriggeredBy'], name);
    }
  }
}

function addSocket(graph: UnitGraph, node: GraphUnit): void {
  const { unit } = node;
  const service = socketService(unit);
  if (service !== undefined) graph.add(node, ['Before', 'Triggers'], service);
  for (const { type, family, address } of listenersOf(unit)) {
    if (family === 'unix' || ['fifo', 'special', 'usb-function'].includes(type)) graph.needMounts(node, address);
  }
  const device = lastValid(unit.settings, 'Socket', 'BindToDevice', (value) => value);
  if (device !== undefined && device !== '' && device !== 'lo') addNode(graph, node, `/sys/subsystem/net/devices/${device}`);
  if (commandsOf(unit).length > 0) addExecDependencies(graph, node);
  addSlice(graph, node);
  addStandard(graph, node, 'sockets.target');
}

function addTimer(graph: UnitGraph, node: GraphUnit): void {
  const { unit } = node;
  const started = triggeredUnit(unit, 'Timer');
  if (started !== undefined) graph.add(node, ['Before', 'Triggers'], started);
  if (booleanOf(unit.settings, 'Timer', 'Persistent')) graph.needMounts(node, '/var/lib/systemd/timers');
  addStandard(graph, node, 'timers.target');
  const byCalendar = timesOf(unit).some(({ on }) => on === 'OnCalendar');
  if (hasDefaultDependencies(unit) && byCalendar) for (const target of ['time-sync.target', 'time-set.target']) graph.add(node, ['After'], target);
}

function addPath(graph: UnitGraph, node: GraphUnit): void {
  const started = triggeredUnit(node.unit, 'Path');
  if (started !== undefined) graph.add(node, ['Before', 'Triggers'], started);
  for (const { value } of watchedPaths(node.unit)) graph.needMounts(node, value);
  addStandard(graph, node, 'paths.target');
}

function addAutomount(graph: UnitGraph, node: GraphUnit): void {
  const { unit } = node;
  const mount = withType(unit.name, 'mount');
  if (mount !== undefined) graph.add(node, ['Before', 'Triggers'], mount);
  const where = automountWhere(unit);
  graph.needMounts(node, where?.slice(0, Math.max(where.lastIndexOf('/'), 1)));
  if (!hasDefaultDependencies(unit)) return;
  graph.add(node, ['Before'], 'local-fs.target');
  graph.add(node, ['After'], 'local-fs-pre.target');
  graph.add(node, ['Before', 'Conflicts'], 'umount.target');
}

function addTarget(graph: UnitGraph, node: GraphUnit): void {
  if (hasDefaultDependencies(node.unit) && node.unit.name.name !== 'shutdown.target') addShutdown(graph, node);
}

/** Of sockets, timers and paths: there when the target is, after the early boot, gone at shutdown. */
function addStandard(graph: UnitGraph, node: GraphUnit, target: string): void {
  if (!hasDefaultDependencies(node.unit)) return;
  graph.add(node, ['Before'], target);
  graph.add(node, ['After', 'Requires'], 'sysinit.target');
  addShutdown(graph, node);
}

export function addShutdown(graph: UnitGraph, node: GraphUnit): void {
  graph.add(node, ['Before', 'Conflicts'], 'shutdown.target');
}

function addNode(graph: UnitGraph, node: GraphUnit, path: string): void {
  const device = unitForPath(path, 'device');
  if (device !== undefined) graph.add(node, ['After', 'BindsTo'], device);
}
