/** Finds every tenant condition in a store: what makes a query of one party or municipality leave out the rows of others. Pure. */
import ts from 'typescript'

/** A piece of source, and what stands there once the condition is gone. */
export type Condition = {
  readonly file: string
  readonly line: number
  /** The exported function or constant in which it stands. */
  readonly inside: string
  /** The condition as written, on one line. */
  readonly text: string
  /** Which of this text inside that function or constant, from 1. */
  readonly nth: number
  readonly start: number
  readonly end: number
  readonly without: string
}

const NAMES = 'gemeentecode|oin|namens|gever_oin|gemachtigde_oin'
const TENANT = new RegExp(`^(?:\\w+\\.)?(?:${NAMES})$`)
/** A list of values that SQL takes as one array. */
const ARRAY = String.raw`\$\{(?:[^{}]|\{[^{}]*\})+\}::\w+\[\]`

/** In raw SQL: a row of columns whose first is the tenant, and a column that equals a value, one of several or another tenant's column. */
const IN_SQL: readonly (readonly [RegExp, string])[] = [
  [
    /\((?:oin|gemeentecode), (\w+)\) in \$\{(\w+\(\w+\))\}/g,
    `$1 in (select id from \${$2} as p(tenant, id))`,
  ],
  [
    /\((oin|gemeentecode), (\w+(?:, \w+)*)\) in \(\s*select (?:\w+\.)?\1, ([\w., ]+?)\s+from/g,
    '($2) in (select $3 from',
  ],
  [
    new RegExp(
      String.raw`\((?:\w+\.)?(?:${NAMES}), ([\w.]+)\) in \(select \* from unnest\(\s*${ARRAY},\s+(${ARRAY})\)\)`,
      'g',
    ),
    '$1 in (select unnest($2))',
  ],
  [
    /\b(?:\w+\.)?(?:gemeentecode|oin|namens|gever_oin|gemachtigde_oin) = (?:\$\{[^}]+\}|(?!excluded\.)\w+\.\w+)/g,
    'true',
  ],
  [new RegExp(String.raw`\b(?:\w+\.)?(?:${NAMES}) = any ?\(${ARRAY}\)`, 'g'), 'true'],
  [/(?:\$\{[^}]+\}|\b\w+\.oin) in \((?:\w+\.)?(?:gever|gemachtigde)_oin, [\w.]+\)/g, 'true'],
]

/** The conditions of one store, by place; `source` is its text. */
export function findConditions(file: string, source: string): readonly Condition[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true)
  const found = new Map<number, Omit<Condition, 'nth'>>()
  const add = (node: ts.Node, start: number, end: number, without: string): void => {
    const text = source.slice(start, end).replaceAll(/\s+/g, ' ').trim()
    const line = tree.getLineAndCharacterOfPosition(start).line + 1
    found.set(start, { file, line, inside: nameAround(node), text, start, end, without })
  }
  const visit = (node: ts.Node): void => {
    if (isTenantWhere(node)) add(node, node.expression.expression.end, node.end, '')
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'sql') {
      const base = node.template.getStart()
      const text = node.template.getText()
      for (const [pattern, without] of IN_SQL)
        for (const match of text.matchAll(pattern))
          add(
            node,
            base + match.index,
            base + match.index + match[0].length,
            match[0].replace(new RegExp(pattern.source), without),
          )
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  const seen = new Map<string, number>()
  return [...found.values()]
    .sort((a, b) => a.start - b.start)
    .map((one) => {
      const nth = (seen.get(`${one.inside} ${one.text}`) ?? 0) + 1
      seen.set(`${one.inside} ${one.text}`, nth)
      return { ...one, nth }
    })
}

type WhereCall = ts.CallExpression & { readonly expression: ts.PropertyAccessExpression }

/** `.where('oin', '=', …)`, `.where('gemeentecode', 'in', …)`, `.onRef('signaal.gemeentecode', '=', …)` and the like. */
function isTenantWhere(node: ts.Node): node is WhereCall {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false
  const [column, operator] = node.arguments
  return (
    ['where', 'onRef'].includes(node.expression.name.text) &&
    column !== undefined &&
    ts.isStringLiteral(column) &&
    TENANT.test(column.text) &&
    operator !== undefined &&
    ts.isStringLiteral(operator) &&
    ['=', 'in'].includes(operator.text)
  )
}

function nameAround(node: ts.Node): string {
  let name = ''
  for (let at: ts.Node = node; !ts.isSourceFile(at); at = at.parent)
    if ((ts.isFunctionDeclaration(at) || ts.isVariableDeclaration(at)) && at.name !== undefined)
      name = at.name.getText()
  return name
}

/** `source` without these conditions. */
export function removeConditions(source: string, conditions: readonly Condition[]): string {
  let rest = source
  for (const { start, end, without } of conditions.toSorted((a, b) => b.start - a.start))
    rest = rest.slice(0, start) + without + rest.slice(end)
  return rest
}
