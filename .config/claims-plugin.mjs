// ESLint rules `staticfire/<claim>`, one for each row of the claims table.
import { claims } from './claims.mjs';

export const claimsPlugin = {
  meta: { name: 'staticfire' },
  rules: Object.fromEntries(Object.entries(claims).map(([name, claim]) => [name, defineRule(claim)])),
};

function defineRule(claim) {
  return {
    meta: { type: 'problem', schema: [], messages: { banned: `"{{what}}" is banned here: ${claim.says} (.config/claims.mjs)` } },
    create(context) {
      const report = (node, what) => context.report({ node, messageId: 'banned', data: { what } });
      return {
        ...visitModules(claim, report),
        ...visitCalls(claim, report),
        Program: (node) => checkGlobals(claim, context.sourceCode.getScope(node), report),
      };
    },
  };
}

function visitModules(claim, report) {
  const banned = new Set(claim.modules);
  const check = (node, specifier) => {
    if (typeof specifier === 'string' && banned.has(bareName(specifier))) report(node, specifier);
  };
  return {
    ImportDeclaration(node) {
      if (node.importKind !== 'type') check(node, node.source.value);
      checkNames(claim, node, report);
    },
    ExportNamedDeclaration: (node) => check(node, node.source?.value),
    ExportAllDeclaration: (node) => check(node, node.source.value),
    ImportExpression: (node) => (isText(node.source) ? check(node, textOf(node.source)) : report(node, 'import() of a computed name')),
    TSImportEqualsDeclaration: (node) => check(node, node.moduleReference.expression?.value),
  };
}

function checkNames(claim, node, report) {
  const names = claim.imported?.[bareName(node.source.value)] ?? [];
  for (const specifier of node.specifiers) {
    if (names.includes(specifier.imported?.name)) report(specifier, specifier.imported.name);
  }
}

function visitCalls(claim, report) {
  return {
    MemberExpression(node) {
      const property = node.computed ? node.property.value : node.property.name;
      const member = `${node.object.name}.${property}`;
      if (claim.members?.includes(member)) report(node, member);
      if (claim.methods?.includes(property)) report(node, property);
      if (node.object.name === 'globalThis' && claim.globals.includes(property)) report(node, member);
    },
    'NewExpression, CallExpression'(node) {
      if (node.arguments.length === 0 && claim.withoutArguments?.includes(node.callee.name)) report(node, `${node.callee.name}()`);
    },
  };
}

function checkGlobals(claim, programScope, report) {
  const globalScope = programScope.upper ?? programScope;
  const unresolved = [...globalScope.through, ...globalScope.variables.filter(isGlobal).flatMap((variable) => variable.references)];
  for (const { identifier } of unresolved.filter((reference) => reference.isValueReference !== false)) {
    if (claim.globals.includes(identifier.name)) report(identifier, identifier.name);
  }
}

const isGlobal = (variable) => variable.defs.length === 0;
const bareName = (specifier) => specifier.replace(/^node:/, '');
const isText = (node) => typeof node.value === 'string' || (node.type === 'TemplateLiteral' && node.expressions.length === 0);
const textOf = (node) => node.value ?? node.quasis[0].value.cooked;
