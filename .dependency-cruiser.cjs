/**
 * The ranks of the house (docs/journey.md): imports only point down.
 * nouns (model) < tools (crypto db keyring) < verbs < flows < doors (http console) < top (main config log cli).
 */
const TOOLS = 'crypto|db|keyring'
const VERBS =
  'identity|intake|legal|routing|matching|selection|sealing|delivery|nudging|audit|retention|monitor|questions|checks|feedback|followup|agreements'
const DOORS = 'http|console'
const error = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

module.exports = {
  forbidden: [
    error('no-circles', 'A circle has no bottom to read first.', {}, { circular: true }),
    error(
      'nouns-know-only-nouns',
      'Types stand on their own; zod is their only library.',
      { path: '^src/model/', pathNot: '\\.test\\.ts$' },
      { pathNot: ['^src/model/', '^node_modules/zod/'] },
    ),
    error(
      'tools-know-only-nouns',
      'Crypto and db stand beside each other; keyring may use both.',
      { path: '^src/(crypto|db)/' },
      { path: '^src/', pathNot: ['^src/model/', '^src/$1/'] },
    ),
    error(
      'keyring-knows-tools',
      'The keyring uses crypto, db and nouns.',
      { path: '^src/keyring/' },
      { path: '^src/', pathNot: `^src/(model|${TOOLS})/` },
    ),
    error(
      'verbs-never-meet',
      'Only flows combine capabilities.',
      { path: `^src/(${VERBS})/` },
      { path: `^src/(${VERBS})/`, pathNot: '^src/$1/' },
    ),
    error(
      'verbs-never-look-up',
      'A capability knows neither the sentence nor the door it serves.',
      { path: `^src/(${VERBS})/` },
      { path: `^src/(flows|${DOORS}|client|cli|[^/]+\\.ts$)` },
    ),
    error(
      'flows-never-look-up',
      'A flow is one sentence: it calls no other flow and no door.',
      { path: '^src/flows/([^/]+)' },
      { path: `^src/(flows|${DOORS}|client|cli|[^/]+\\.ts$)`, pathNot: '^src/flows/$1' },
    ),
    error(
      'doors-go-through-flows',
      'Doors reach capabilities through flows; types may be named.',
      { path: `^src/(${DOORS})/` },
      { path: `^src/(${TOOLS}|${VERBS}|client|cli)/`, dependencyTypesNot: ['type-only'] },
    ),
    error(
      'client-stands-beside',
      'The client knows nothing of the server.',
      { path: '^src/client/' },
      { path: '^src/', pathNot: '^src/(client|model|crypto)/' },
    ),
    error(
      'top-is-imported-by-nobody',
      'Configuration and the log are passed in.',
      { path: '^src/[^/]+/', pathNot: '^src/(cli|development)/' },
      { path: '^src/([^/]+\\.ts$|cli/|development/)' },
    ),
    error(
      'sql-only-in-stores',
      'Only *.store.ts and the database tools see the database.',
      { path: `^src/(${VERBS}|flows|${DOORS})/`, pathNot: '\\.store\\.ts$' },
      { path: '^node_modules/(kysely|pg|@electric-sql)/', dependencyTypesNot: ['type-only'] },
    ),
    error(
      'stores-are-for-flows',
      'Pure core, thin shell: inside a verb only stores may use stores.',
      { path: `^src/(${VERBS})/`, pathNot: '\\.(store|test)\\.ts$' },
      { path: '\\.store\\.ts$' },
    ),
    error(
      'keys-only-in-crypto',
      'One folder calls the cryptographic libraries.',
      { path: '^src/', pathNot: '^src/crypto/|\\.test\\.ts$' },
      {
        path: '^node_modules/(jose|libsodium-wrappers|@peculiar)/',
        dependencyTypesNot: ['type-only'],
      },
    ),
    error(
      'node-crypto-only-in-crypto',
      'One folder calls node:crypto; the top passes randomness in.',
      { path: '^src/', pathNot: '^src/crypto/|^src/main\\.ts$|\\.test\\.ts$' },
      { path: '^(node:)?crypto$', dependencyTypesNot: ['type-only'] },
    ),
    error(
      'hono-only-at-the-doors',
      'HTTP ends at the doors.',
      { path: '^src/', pathNot: `^src/(${DOORS}|cli)/|^src/main\\.ts$` },
      { path: '^node_modules/(hono|@hono)/' },
    ),
    error(
      'no-tests-in-production',
      'Production code never imports tests.',
      { path: '^src/', pathNot: '\\.test\\.ts$' },
      { path: '^tests/|\\.test\\.ts$' },
    ),
    error(
      'not-to-unresolvable',
      'An import that resolves to nothing.',
      {},
      { couldNotResolve: true },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
