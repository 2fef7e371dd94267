import type { UnitType } from '../names/unit-name.ts';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** systemd.exec(5), with names that only systemd itself still knows. */
const EXEC = words(`
  AmbientCapabilities AppArmorProfile BindPaths BindReadOnlyPaths CPUAffinity CPUSchedulingPolicy CPUSchedulingPriority
  CPUSchedulingResetOnFork CacheDirectory CacheDirectoryMode Capabilities CapabilityBoundingSet ConfigurationDirectory
  ConfigurationDirectoryMode CoredumpFilter DynamicUser Environment EnvironmentFile ExecPaths ExecSearchPath ExtensionDirectories
  ExtensionImages Group IOSchedulingClass IOSchedulingPriority IPCNamespacePath IgnoreSIGPIPE InaccessibleDirectories InaccessiblePaths
  KeyringMode LimitAS LimitCORE LimitCPU LimitDATA LimitFSIZE LimitLOCKS LimitMEMLOCK LimitMSGQUEUE LimitNICE LimitNOFILE LimitNPROC LimitRSS
  LimitRTPRIO LimitRTTIME LimitSIGPENDING LimitSTACK LoadCredential LoadCredentialEncrypted LockPersonality LogExtraFields LogLevelMax
  LogNamespace LogRateLimitBurst LogRateLimitIntervalSec LogsDirectory LogsDirectoryMode MemoryDenyWriteExecute MountAPIVFS MountFlags
  MountImages NUMAMask NUMAPolicy NetworkNamespacePath Nice NoExecPaths NoNewPrivileges OOMScoreAdjust PAMName PassEnvironment Personality
  PrivateDevices PrivateIPC PrivateMounts PrivateNetwork PrivateTmp PrivateUsers ProcSubset ProtectClock ProtectControlGroups ProtectHome
  ProtectHostname ProtectKernelLogs ProtectKernelModules ProtectKernelTunables ProtectProc ProtectSystem ReadOnlyDirectories ReadOnlyPaths
  ReadWriteDirectories ReadWritePaths RemoveIPC RestrictAddressFamilies RestrictFileSystems RestrictNamespaces RestrictRealtime
  RestrictSUIDSGID RootDirectory RootHash RootHashSignature RootImage RootImageOptions RootVerity RuntimeDirectory RuntimeDirectoryMode
  RuntimeDirectoryPreserve SELinuxContext SecureBits SetCredential SetCredentialEncrypted SmackProcessLabel StandardError StandardInput
  StandardInputData StandardInputText StandardOutput StateDirectory StateDirectoryMode SupplementaryGroups SyslogFacility SyslogIdentifier
  SyslogLevel SyslogLevelPrefix SystemCallArchitectures SystemCallErrorNumber SystemCallFilter SystemCallLog TTYColumns TTYPath TTYReset
  TTYRows TTYVHangup TTYVTDisallocate TemporaryFileSystem TimeoutCleanSec TimerSlackNSec UMask UnsetEnvironment User UtmpIdentifier UtmpMode
  WorkingDirectory
`);
/** systemd.kill(5). */
const KILL = words(`
  FinalKillSignal KillMode KillSignal RestartKillSignal SendSIGHUP SendSIGKILL WatchdogSignal
`);
/** systemd.resource-control(5). */
const CGROUP = words(`
  AllowedCPUs AllowedMemoryNodes BPFProgram BlockIOAccounting BlockIODeviceWeight BlockIOReadBandwidth BlockIOWeight BlockIOWriteBandwidth
  CPUAccounting CPUQuota CPUQuotaPeriodSec CPUShares CPUWeight DefaultMemoryLow DefaultMemoryMin Delegate DeviceAllow DevicePolicy
  DisableControllers IOAccounting IODeviceLatencyTargetSec IODeviceWeight IOReadBandwidthMax IOReadIOPSMax IOWeight IOWriteBandwidthMax
  IOWriteIOPSMax IPAccounting IPAddressAllow IPAddressDeny IPEgressFilterPath IPIngressFilterPath ManagedOOMMemoryPressure
  ManagedOOMMemoryPressureLimit ManagedOOMPreference ManagedOOMSwap MemoryAccounting MemoryHigh MemoryLimit MemoryLow MemoryMax MemoryMin
  MemorySwapMax NetClass RestrictNetworkInterfaces Slice SocketBindAllow SocketBindDeny StartupAllowedCPUs StartupAllowedMemoryNodes
  StartupBlockIOWeight StartupCPUShares StartupCPUWeight StartupIOWeight TasksAccounting TasksMax
`);
/** systemd.unit(5), but for conditions. */
const UNIT = words(`
  After AllowIsolate Before BindTo BindsTo CollectMode Conflicts DefaultDependencies Description Documentation FailureAction
  FailureActionExitStatus IgnoreOnIsolate IgnoreOnSnapshot JobRunningTimeoutSec JobTimeoutAction JobTimeoutRebootArgument JobTimeoutSec
  JoinsNamespaceOf OnFailure OnFailureIsolate OnFailureJobMode OnSuccess OnSuccessJobMode PartOf PropagateReloadFrom PropagateReloadTo
  PropagatesReloadTo PropagatesStopTo RebootArgument RefuseManualStart RefuseManualStop ReloadPropagatedFrom Requires RequiresMountsFor
  RequiresOverridable Requisite RequisiteOverridable SourcePath StartLimitAction StartLimitBurst StartLimitInterval StartLimitIntervalSec
  StopPropagatedFrom StopWhenUnneeded SuccessAction SuccessActionExitStatus Upholds Wants
`);
const CONDITIONS = words(`
  ACPower Architecture CPUFeature CPUPressure CPUs Capability ControlGroupController Credential DirectoryNotEmpty Environment FileIsExecutable
  FileNotEmpty Firmware FirstBoot Group Host IOPressure KernelCommandLine KernelVersion Memory MemoryPressure NeedsUpdate OSRelease PathExists
  PathExistsGlob PathIsDirectory PathIsEncrypted PathIsMountPoint PathIsReadWrite PathIsSymbolicLink Security User Virtualization
`);
/** AssertFirmware= was forgotten when ConditionFirmware= was added. */
const ASSERTIONS = CONDITIONS.filter((name) => name !== 'Firmware');
const SERVICE = words(`
  BusName BusPolicy ExecCondition ExecReload ExecStart ExecStartPost ExecStartPre ExecStop ExecStopPost ExitType FailureAction
  FileDescriptorStoreMax GuessMainPID NonBlocking NotifyAccess OOMPolicy PIDFile PermissionsStartOnly RebootArgument RemainAfterExit Restart
  RestartForceExitStatus RestartPreventExitStatus RestartSec RootDirectoryStartOnly RuntimeMaxSec RuntimeRandomizedExtraSec Sockets
  StartLimitAction StartLimitBurst StartLimitInterval SuccessExitStatus SysVStartPriority TimeoutAbortSec TimeoutSec TimeoutStartFailureMode
  TimeoutStartSec TimeoutStopFailureMode TimeoutStopSec Type USBFunctionDescriptors USBFunctionStrings WatchdogSec
`);
const SOCKET = words(`
  Accept Backlog BindIPv6Only BindToDevice Broadcast DeferAcceptSec DirectoryMode ExecStartPost ExecStartPre ExecStopPost ExecStopPre
  FileDescriptorName FlushPending FreeBind IPTOS IPTTL KeepAlive KeepAliveIntervalSec KeepAliveProbes KeepAliveTimeSec ListenDatagram
  ListenFIFO ListenMessageQueue ListenNetlink ListenSequentialPacket ListenSpecial ListenStream ListenUSBFunction Mark MaxConnections
  MaxConnectionsPerSource MessageQueueMaxMessages MessageQueueMessageSize NoDelay PassCredentials PassPacketInfo PassSecurity PipeSize
  Priority ReceiveBuffer RemoveOnStop ReusePort SELinuxContextFromNet SendBuffer Service SmackLabel SmackLabelIPIn SmackLabelIPOut SocketGroup
  SocketMode SocketProtocol SocketUser Symlinks TCPCongestion TimeoutSec Timestamping Transparent TriggerLimitBurst TriggerLimitIntervalSec
  Writable
`);
const TIMER = words(`
  AccuracySec FixedRandomDelay OnActiveSec OnBootSec OnCalendar OnClockChange OnStartupSec OnTimezoneChange OnUnitActiveSec OnUnitInactiveSec
  Persistent RandomizedDelaySec RemainAfterElapse Unit WakeSystem
`);
/** Added from 253 to 257; so are the others with this ending. */
const EXEC_LATER = words(`
  RootImagePolicy RootEphemeral ExtensionImagePolicy MountImagePolicy SetLoginEnvironment LogFilterPatterns PrivatePIDs BindLogSockets
  ImportCredential MemoryKSM
`);
const CGROUP_LATER = words(`
  DefaultStartupMemoryLow StartupMemoryLow StartupMemoryHigh StartupMemoryMax StartupMemorySwapMax MemoryZSwapMax StartupMemoryZSwapMax
  MemoryZSwapWriteback DelegateSubgroup ManagedOOMMemoryPressureDurationSec MemoryPressureThresholdSec MemoryPressureWatch NFTSet
  CoredumpReceive
`);

type Sections = ReadonlyMap<string, ReadonlySet<string>>;

interface Keys {
  readonly known: readonly string[];
  /** Added from 253 to 257. */
  readonly later?: readonly string[];
}

const CONTEXT: Keys = { known: [...EXEC, ...KILL, ...CGROUP], later: [...EXEC_LATER, ...CGROUP_LATER] };

/** What each section may set besides [Unit] and [Install] (systemd 252, src/core/load-fragment-gperf.gperf.in; its names of settings). */
const PRIVATE: Readonly<Record<UnitType, Keys>> = {
  service: withContext(SERVICE, words('RestartSteps RestartMaxDelaySec RestartMode FileDescriptorStorePreserve OpenFile ReloadSignal')),
  socket: withContext(SOCKET, words('PassFileDescriptorsToExec PollLimitIntervalSec PollLimitBurst')),
  mount: withContext(words('DirectoryMode ForceUnmount LazyUnmount Options ReadWriteOnly SloppyOptions TimeoutSec Type What Where'), ['GracefulOptions']),
  automount: { known: words('DirectoryMode ExtraOptions TimeoutIdleSec Where') },
  swap: withContext(words('Options Priority TimeoutSec What')),
  timer: { known: TIMER, later: ['DeferReactivation'] },
  path: {
    known: words(
      'DirectoryMode DirectoryNotEmpty MakeDirectory PathChanged PathExists PathExistsGlob PathModified TriggerLimitBurst TriggerLimitIntervalSec Unit',
    ),
  },
  slice: { known: CGROUP, later: CGROUP_LATER },
  scope: { known: [...words('OOMPolicy RuntimeMaxSec RuntimeRandomizedExtraSec TimeoutStopSec'), ...CGROUP, ...KILL], later: CGROUP_LATER },
  target: { known: [] },
  device: { known: [] },
};

const UNIT_SECTION: Keys = {
  known: [...UNIT, ...CONDITIONS.map((name) => `Condition${name}`), ...ASSERTIONS.map((name) => `Assert${name}`)],
  later: words('WantsMountsFor SurviveFinalKillSignal'),
};
const INSTALL_SECTION: Keys = { known: words('Alias WantedBy RequiredBy Also DefaultInstance'), later: ['UpheldBy'] };

/** By type of unit, made when the first unit of it is read. */
const TABLES = { known: new Map<UnitType, Sections>(), later: new Map<UnitType, Sections>() };

/** The name of the section that a type of unit has for itself: `[Service]`. */
export function privateSection(type: UnitType): string {
  return `${type[0]!.toUpperCase()}${type.slice(1)}`;
}

/** The settings of each section of a type of unit in this release of systemd (252 or later). */
export function knownSettings(type: UnitType, release: number): Sections {
  const tables = TABLES[release > 252 ? 'later' : 'known'];
  const known = tables.get(type) ?? sectionsOf(type, release > 252);
  tables.set(type, known);
  return known;
}

function withContext(own: readonly string[], later: readonly string[] = []): Keys {
  return { known: [...own, ...CONTEXT.known], later: [...later, ...(CONTEXT.later ?? [])] };
}

function sectionsOf(type: UnitType, withLater: boolean): Sections {
  const keysOf = ({ known, later = [] }: Keys) => new Set(withLater ? [...known, ...later] : known);
  return new Map([
    ['Unit', keysOf(UNIT_SECTION)],
    [privateSection(type), keysOf(PRIVATE[type])],
    ['Install', keysOf(INSTALL_SECTION)],
  ]);
}
