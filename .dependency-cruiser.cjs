/**
 * Who may import whom. `npm run lint` checks it, and `tests/unit/structure.test.ts` plants an arrow that it must find.
 * The rooms of `services/`, highest first: a room uses those below it, through their `index.ts`.
 */
const ROOMS = [
  ['people', 'upkeep'],
  ['activity', 'health'],
  ['logs'],
  ['connection', 'catalogue'],
  ['receiving'],
  ['engine'],
  ['messages', 'content'],
  ['site'],
  ['background'],
];
/** The parts of `core/`, highest first; a part uses those below it. */
const CORE = [
  ['mail', 'viewer'],
  ['inbox', 'content'],
  ['access'],
  ['entitlements'],
  ['kartra'],
  ['rules', 'members', 'offers', 'wording'],
];

/** For each part of `layers`: it imports neither what is above it nor what is beside it. */
function straight(folder, layers) {
  return layers.flatMap((layer, index) =>
    layer.map((part) => {
      const others = layers
        .slice(0, index + 1)
        .flat()
        .filter((other) => other !== part);
      return {
        name: `${folder}/${part}-looks-down`,
        severity: 'error',
        from: { path: `^${folder}/${part}/` },
        to: { path: `^${folder}/(${others.join('|')})/` },
      };
    })
  );
}

module.exports = {
  forbidden: [
    { name: 'no-circle-of-files', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-circle-of-folders',
      severity: 'error',
      scope: 'folder',
      from: { path: '^(server|contracts|texts|admin|cli)' },
      to: { circular: true },
    },
    ...straight('server/src/services', ROOMS),
    ...straight('server/src/core', CORE),
    {
      name: 'rooms-are-entered-by-their-face',
      severity: 'error',
      from: { path: '^server/src/', pathNot: '^server/src/services/[^/]+/' },
      to: { path: '^server/src/services/[^/]+/(?!index\\.ts$)' },
    },
    {
      name: 'rooms-are-entered-by-their-face-from-other-rooms',
      severity: 'error',
      from: { path: '^server/src/services/([^/]+)/' },
      to: {
        path: '^server/src/services/[^/]+/(?!index\\.ts$)',
        pathNot: '^server/src/services/$1/',
      },
    },
    {
      name: 'core-is-pure',
      severity: 'error',
      from: { path: '^server/src/core/' },
      to: {
        path: '^(server/src/(?!core/)|admin/|contracts/)|node_modules/(@strapi|knex|koa)',
      },
    },
    {
      name: 'repositories-use-core-only',
      severity: 'error',
      from: { path: '^server/src/repositories/' },
      to: { path: '^server/src/(services|controllers|middlewares|routes|get-service)' },
    },
    {
      name: 'services-are-not-looked-up',
      severity: 'error',
      from: { path: '^server/src/services/' },
      to: { path: '^server/src/(get-service|controllers|routes)' },
    },
    {
      name: 'server-and-panel-meet-in-contracts',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^admin/' },
    },
    {
      name: 'panel-and-server-meet-in-contracts',
      severity: 'error',
      from: { path: '^admin/' },
      to: { path: '^server/' },
    },
    {
      name: 'contracts-know-core-only',
      severity: 'error',
      from: { path: '^contracts/' },
      to: { path: '^(server/src/(?!core/)|admin/|tests/|cli/)' },
    },
    {
      name: 'the-panel-knows-contracts-as-types',
      comment:
        'Schemas would bring zod into its bundle; contracts/lists.ts has what it needs while it runs.',
      severity: 'error',
      from: { path: '^admin/' },
      to: { path: '^contracts/(?!lists\\.ts$)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'texts-know-nobody',
      severity: 'error',
      from: { path: '^texts/' },
      to: { path: '^(server|admin|contracts|tests|cli)/' },
    },
    {
      name: 'what-is-shipped-needs-no-tests',
      severity: 'error',
      from: { path: '^(server|admin|contracts|texts|cli)/' },
      to: { path: '^(tests|bench|scripts)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.cache|\\.strapi|build)/' },
    // Types count: a circle of types is a circle for whoever reads them.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
