import {
  guardedByPolicy,
  openingsOf,
  risksOf,
  unknownLevels,
  type GuardedType,
  type Opening,
  type Risk,
  type SiteReading,
  type SiteRole,
} from '../../core/content/reading';
import { findAccessLevels } from '../../repositories/access-levels';
import { findConnection } from '../../repositories/connections';
import { database } from '../../repositories/database';
import { findActionsByRole, findRoles } from '../../repositories/roles';
import { perStrapi } from '../../utils/per-strapi';
import { contentTypesOf, modelsOf, protectionsOf } from './protections';
import { readingRoutes } from './routes';
import { hasGraphql } from './wrap-graphql';

export interface TypeReport extends GuardedType {
  /** As the panel of Strapi names it. */
  readonly name: string;
  /** Each role and way that opens the type without its level. */
  readonly openings: readonly Opening[];
  /** Levels that the rule names and the site doesn't have. */
  readonly unknownLevels: readonly string[];
}

export interface LevelReport {
  readonly role: Pick<SiteRole, 'id' | 'name' | 'type'>;
  readonly risks: readonly Risk[];
}

export interface AccessReport {
  /** What is meant for members: protected by code, or with `has-access` on a route. */
  readonly types: readonly TypeReport[];
  /** Levels whose members may do what is rarely meant. */
  readonly levels: readonly LevelReport[];
}

/** Who can read what, from the boxes, routes and types of this moment. */
export const reportOf = perStrapi(({ strapi }) => ({
  async get(): Promise<AccessReport> {
    const db = database(strapi);
    const { id } = await findConnection(db);
    const actions = await findActionsByRole(strapi, db);
    const roles = (await findRoles(strapi, db)).map((role) => ({
      ...role,
      actions: actions.get(role.id) ?? [],
    }));
    const ranks = await findAccessLevels(db, id);
    const levels = ranks.flatMap(({ roleId, rank }) => {
      const role = roles.find((one) => one.id === roleId);
      return role ? [{ roleId, rank, name: role.name, type: role.type }] : [];
    });
    const types = contentTypesOf(strapi);
    const routes = readingRoutes(strapi);
    const site: SiteReading = {
      roles,
      routes,
      levels,
      types,
      findModel: modelsOf(strapi),
      hasGraphql: hasGraphql(strapi),
    };
    const guarded = protectionsOf(strapi)
      .all()
      .map((protection) => ({ ...protection, by: 'protect' as const }));
    const isGuarded = (uid: string) => guarded.some((type) => type.uid === uid);
    const byPolicy = guardedByPolicy(routes, types).filter(({ uid }) => !isGuarded(uid));
    return {
      types: [...guarded, ...byPolicy].map((type) => ({
        ...type,
        name: displayName(site.findModel(type.uid)) ?? type.uid,
        openings: openingsOf(type, site),
        unknownLevels: unknownLevels(type, levels),
      })),
      levels: levels.flatMap(({ roleId, name, type }) => {
        const risks = risksOf(roles.find((role) => role.id === roleId) ?? { actions: [] });
        return risks.length > 0 ? [{ role: { id: roleId, name, type }, risks }] : [];
      }),
    };
  },

  /** For the log at boot: one line that says whether anything is open. */
  async log(): Promise<void> {
    const { types } = await this.get();
    if (types.length === 0) return;
    const open = types.filter(({ openings }) => openings.length > 0);
    const unknown = types.flatMap((type) => type.unknownLevels);
    if (unknown.length > 0)
      strapi.log.warn(
        `[kartra] Content is protected by levels that this site doesn't have: ${unknown.join(', ')}.`
      );
    if (open.length === 0) {
      strapi.log.info(
        `[kartra] ${types.map(({ uid }) => uid).join(', ')}: no role reads this without its level.`
      );
      return;
    }
    for (const { uid, openings } of open)
      strapi.log.warn(`[kartra] ${uid} opens without its level: ${openings.map(say).join('; ')}.`);
  },
}));

const displayName = (model: unknown): string | undefined =>
  (model as { info?: { displayName?: string } } | undefined)?.info?.displayName;

function say({ role, way, through }: Opening): string {
  if (way === 'route') return `${role.name} by ${through ?? ''}`;
  return way === 'populate'
    ? `${role.name} by populate of ${through ?? ''}`
    : `${role.name} by GraphQL`;
}
