"""Answers of setools' own Python module, one line each.

access POLICY any|default TYPE...      source target class permission,... : allow rules expanded, of pairs with one of the types
transitions POLICY                     source target entrypoint,... dynamic : every domain transition
flows POLICY MAP WEIGHT CLASS,... TYPE...   source target : direct information flows out of and into the types
checks POLICY FILE                      name pass, name disabled, name fail WHAT for each failure, name error : every check of a sechecker configuration
paths POLICY MAP WEIGHT CLASS,... SOURCE TARGET EXCLUDED,...   a type,... for each of the shortest ways

Only rules that speak of the types are put into the graph for `flows`: the others do not change its answers, and Debian's policy takes minutes with all.
No TYPE stands for every type.
"""

import io
import sys
import setools
from setools.checker import checkermodule, descriptors


def expand(policy):
    known = {}

    def members(name):
        if name not in known:
            known[name] = frozenset(str(each) for each in name.expand())
        return known[name]

    return members


def access(path, conditions, *names):
    policy = setools.SELinuxPolicy(path)
    members = expand(policy)
    wanted = set(names) or {str(each) for each in policy.types()}
    found = {}
    for rule in policy.terules():
        if rule.ruletype != setools.TERuletype.allow or (conditions == "default" and not rule.enabled()):
            continue
        sources, targets = members(rule.source), members(rule.target)
        if wanted.isdisjoint(sources) and wanted.isdisjoint(targets):
            continue
        for source in sources:
            for target in targets if source in wanted else targets & wanted:
                found.setdefault((source, target, str(rule.tclass)), set()).update(rule.perms)
    for (source, target, tclass), permissions in found.items():
        print(source, target, tclass, ",".join(sorted(permissions)))


def transitions(path):
    analysis = setools.DomainTransitionAnalysis(setools.SELinuxPolicy(path))
    analysis._build_graph()
    for source in sorted(analysis.G.nodes()):
        for step in analysis.transitions(source):
            leading = sorted(str(each.name) for each in step.entrypoints if step.setexec or each.type_transition)
            print(step.source, step.target, ",".join(leading) or "-", "dynamic" if step.dyntransition else "-")


def graph(policy, path, weight, classes, exclude=()):
    permissions = setools.PermissionMap(path)
    if classes:
        permissions.map_policy(policy)
        for name in list(permissions.classes()):
            if name not in classes.split(","):
                permissions.exclude_class(name)
    return setools.InfoFlowAnalysis(policy, permissions, min_weight=int(weight), exclude=exclude)


class Fewer:
    """A policy with those rules only that speak of some types."""

    def __init__(self, policy, names):
        self.policy, self.members, self.names = policy, expand(policy), set(names)

    def __getattr__(self, name):
        return getattr(self.policy, name)

    def terules(self):
        for rule in self.policy.terules():
            if rule.ruletype != setools.TERuletype.allow:
                continue
            if not self.names or not self.names.isdisjoint(self.members(rule.source) | self.members(rule.target)):
                yield rule


def flows(path, permissions, weight, classes, *names):
    policy = setools.SELinuxPolicy(path)
    analysis = graph(Fewer(policy, names), permissions, weight, classes)
    for name in names or [str(each) for each in policy.types()]:
        for out in (True, False):
            for step in analysis.infoflows(name, out=out):
                print(step.source, step.target)


def paths(path, permissions, weight, classes, source, target, excluded=""):
    policy = setools.SELinuxPolicy(path)
    analysis = graph(policy, permissions, weight, classes, [each for each in excluded.split(",") if each])
    for way in analysis.all_shortest_paths(source, target):
        steps = list(way)
        print(",".join([source] + [str(step.target) for step in steps]))


def rules(policy, tclass, *permissions):
    return setools.TERuleQuery(policy, ruletype=("allow",), tclass=(tclass,), perms=permissions).results()


if "ro_kmods" not in checkermodule.CHECKER_REGISTRY:

    class KernelModules(checkermodule.CheckerModule):
        """What setools has since 4.7, of the types that fail alone."""

        check_type = "ro_kmods"
        check_config = frozenset(("exempt_file", "exempt_load_domain", "exempt_write_domain"))
        exempt_file = descriptors.ConfigSetDescriptor("lookup_type_or_attr", strict=False, expand=True)
        exempt_load_domain = descriptors.ConfigSetDescriptor("lookup_type_or_attr", strict=False, expand=True)
        exempt_write_domain = descriptors.ConfigSetDescriptor("lookup_type_or_attr", strict=False, expand=True)

        def __init__(self, policy, name, config):
            super().__init__(policy, name, config)
            for option in self.check_config:
                setattr(self, option, config.get(option))

        def run(self):
            loaded, written = set(), set()
            for rule in rules(self.policy, "system", "module_load"):
                domains = set(rule.source.expand()) - self.exempt_load_domain
                if domains:
                    loaded |= set(rule.target.expand()) - domains
            for rule in rules(self.policy, "file", "write", "append"):
                if set(rule.source.expand()) - self.exempt_write_domain:
                    written |= set(rule.target.expand())
            return sorted((loaded & written) - self.exempt_file)


def checks(path, file):
    for check in setools.PolicyChecker(setools.SELinuxPolicy(path), file).checks:
        check.output = io.StringIO()
        if check.disable:
            print(check.checkname, "disabled")
            continue
        try:
            failures = check.run()
        except Exception:
            print(check.checkname, "error")
            continue
        for failure in failures:
            print(check.checkname, "fail", failure)
        if not failures:
            print(check.checkname, "pass")


{"access": access, "transitions": transitions, "flows": flows, "paths": paths, "checks": checks}[sys.argv[1]](*sys.argv[2:])
