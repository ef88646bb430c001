// Imports point downwards only. Layers from the top; a layer may import what stands below it.
const layers = [
  ['cli'],
  ['main'],
  ['http', 'admin'],
  ['jobs', 'import'],
  ['serving'],
  ['analysis'],
  ['ranking'],
  ['experiments', 'profiles'],
  ['relevance'],
  ['catalog', 'users', 'interactions', 'keys'],
  ['monitoring'],
  ['db'],
  ['config', 'schema'],
  ['problem'],
  ['numeric'],
]

const path = (names) => `^src/(${names.join('|')})(/|\\.ts$)`

const upwards = layers.slice(1).map((names, i) => ({
  name: `no-upwards-from-${names.join('-')}`,
  severity: 'error',
  comment: 'imports point downwards only (docs/architecture.md)',
  from: { path: path(names) },
  to: { path: path(layers.slice(0, i + 1).flat()) },
}))

const pure =
  '^src/(numeric|ranking|analysis|relevance/models|experiments/(assignment|confidence-sequence|figures|guardrails|metrics|pair|sample-ratio|schema)|catalog/(build-|opening-hours|distance|catalogue|geo-index))'

module.exports = {
  forbidden: [
    ...upwards,
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'pure-core',
      severity: 'error',
      comment: 'plain data in, plain data out: no database, clock, logger, node: module or Express',
      from: { path: pure },
      to: { path: ['^src/(db|monitoring|http)/', '^src/config\\.ts$'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'pure-core-no-node',
      severity: 'error',
      from: { path: pure, pathNot: '\\.worker\\.ts$|/threads/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pure-core-no-shell-packages',
      severity: 'error',
      from: { path: pure },
      to: { path: 'node_modules/(express|pino|pg|@prisma|prom-client)' },
    },
    {
      name: 'stored-things-are-strangers',
      severity: 'error',
      comment: 'catalog, users and interactions share types and schemas only',
      from: { path: '^src/(catalog|users|interactions)/' },
      to: {
        path: '^src/(catalog|users|interactions)/',
        pathNot: ['^src/$1/', '/schema\\.ts$', '/history\\.ts$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'client-stands-alone',
      severity: 'error',
      comment: 'front ends take it as it is',
      from: { path: '^src/client/' },
      to: { path: '^src/(?!client/)' },
    },
    {
      name: 'admin-is-a-client',
      severity: 'error',
      comment: 'it knows the service by its HTTP interface alone',
      from: { path: '^src/admin/' },
      to: { path: '^src/(?!admin/|client/)' },
    },
    {
      name: 'no-orphans',
      severity: 'warn',
      from: { orphan: true, pathNot: '\\.(worker\\.ts|mjs|d\\.ts)$' },
      to: {},
    },
    {
      name: 'not-to-dev',
      severity: 'error',
      comment: 'the administration page is bundled when it is built',
      from: { path: '^(src|seed)/', pathNot: '^src/admin/' },
      to: { dependencyTypes: ['npm-dev'] },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: 'dist/src/cli/main\\.js$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(src/db/generated|dist)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
    moduleSystems: ['es6', 'cjs'],
  },
}
