import { type CilStatement, unsupported } from '../cil/index.ts';

/** What is compiled; filecon, userprefix and the like reach no binary policy, and are read as compilers read them for what they name. */
const COMPILED: ReadonlySet<string> = new Set(
  [
    'type typealias typealiasactual typeattribute typeattributeset expandtypeattribute typepermissive typebounds typetransition typechange typemember',
    'class common classcommon classorder classmap classmapping classpermission classpermissionset allow auditallow dontaudit neverallow',
    'allowx auditallowx dontauditx neverallowx permissionx role roletype roleattribute roleattributeset roleallow roletransition rolebounds',
    'user userrole userattribute userattributeset userlevel userrange userbounds userprefix selinuxuser selinuxuserdefault',
    'sensitivity sensitivityalias sensitivityaliasactual sensitivityorder category categoryalias categoryaliasactual categoryorder categoryset',
    'sensitivitycategory level levelrange rangetransition constrain mlsconstrain validatetrans mlsvalidatetrans sid sidorder sidcontext context',
    'fsuse genfscon filecon portcon netifcon nodecon ipaddr ibpkeycon ibendportcon mls handleunknown policycap',
    'defaultuser defaultrole defaulttype defaultrange boolean booleanif tunable tunableif block',
  ].flatMap((line) => line.split(' ')),
);

/** Whatever is not compiled is an UnsupportedError: macro, call, optional, in, blockinherit, blockabstract, statements about Xen, and those of later compilers. */
export function isCompiled(statement: CilStatement): boolean {
  if (!COMPILED.has(statement.keyword)) throw unsupported(statement, `the statement ${statement.keyword} is not compiled`);
  return true;
}
