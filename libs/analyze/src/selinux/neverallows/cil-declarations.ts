import { FormatError } from '@staticfire/read/bytes';
import { type CilModule, type CilStatement, nameAt, statementOf, unsupported } from './cil-module.ts';

/** Statements that no neverallow depends on (SELinux CIL reference guide); neverallow itself, and those below that are kept, are not among them. */
const IRRELEVANT: ReadonlySet<string> = new Set(
  [
    'allow auditallow dontaudit allowx auditallowx dontauditx permissionx deny typetransition nametypetransition typechange typemember typebounds',
    'typepermissive typeneveraudit expandtypeattribute boolean booleanif tunable role roletype roleattribute roleattributeset roleallow roletransition',
    'rolebounds user userrole userattribute userattributeset userlevel userrange userbounds userprefix selinuxuser selinuxuserdefault',
    'sensitivity sensitivityalias sensitivityaliasactual sensitivityorder category categoryalias categoryaliasactual categoryorder categoryset',
    'sensitivitycategory level levelrange rangetransition constrain mlsconstrain validatetrans mlsvalidatetrans sid sidorder sidcontext context filecon',
    'fsuse genfscon netifcon nodecon portcon ibpkeycon ibendportcon ipaddr mls handleunknown policycap defaultuser defaultrole defaulttype defaultrange',
    'classorder iomemcon ioportcon pcidevicecon pirqcon devicetreecon',
  ].flatMap((line) => line.split(' ')),
);
const ONCE = ['class', 'common', 'classcommon', 'classmap', 'classpermission', 'typealiasactual'] as const;
const REPEATED = ['classmapping', 'classpermissionset', 'typeattributeset'] as const;

type Once = (typeof ONCE)[number];
type Repeated = (typeof REPEATED)[number];

/** The statements of all modules of a policy that neverallow statements depend on, by the name they are about. */
export class CilDeclarations {
  readonly types = new Set<string>();
  readonly attributes = new Set<string>();
  readonly aliases = new Set<string>();
  readonly neverallows: CilStatement[] = [];
  readonly #once = new Map<Once, Map<string, CilStatement>>(ONCE.map((keyword) => [keyword, new Map()]));
  readonly #repeated = new Map<Repeated, Map<string, CilStatement[]>>(REPEATED.map((keyword) => [keyword, new Map()]));

  /** A statement that is neither known nor without meaning for neverallow is an UnsupportedError, one name declared twice a FormatError. */
  constructor(modules: readonly CilModule[]) {
    for (const { file, statements } of modules) for (const list of statements) this.#add(statementOf(file, list));
  }

  /** The one statement about a name. */
  one(keyword: Once, name: string): CilStatement | undefined {
    return this.#once.get(keyword)!.get(name);
  }

  /** All statements about a name, in order. */
  all(keyword: Repeated, name: string): readonly CilStatement[] {
    return this.#repeated.get(keyword)!.get(name) ?? [];
  }

  #add(statement: CilStatement): void {
    const { keyword, file, line } = statement;
    if (IRRELEVANT.has(keyword)) return;
    if (keyword === 'neverallow') this.neverallows.push(statement);
    else if (keyword === 'type') this.types.add(nameAt(statement, 0));
    else if (keyword === 'typeattribute') this.attributes.add(nameAt(statement, 0));
    else if (keyword === 'typealias') this.aliases.add(nameAt(statement, 0));
    else if (!this.#keep(statement)) throw unsupported(file, line, `the statement ${keyword}`);
  }

  #keep(statement: CilStatement): boolean {
    const { keyword, file, line } = statement;
    const once = this.#once.get(keyword as Once);
    const repeated = this.#repeated.get(keyword as Repeated);
    if (once === undefined && repeated === undefined) return false;
    const name = nameAt(statement, 0);
    if (once?.has(name)) throw new FormatError({ structure: file, field: `line ${line}, ${keyword}`, found: JSON.stringify(name), expected: 'a name once' });
    once?.set(name, statement);
    const list = repeated?.get(name);
    if (list === undefined) repeated?.set(name, [statement]);
    else list.push(statement);
    return true;
  }
}
