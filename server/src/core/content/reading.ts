import { meets, type HeldLevel, type Level } from '../access/held-levels';
import { targetsOf, type FindModel, type Model } from './models';
import { levelsNamed, type ProtectRule } from './rule';

export interface SiteRole {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  /** Boxes that are ticked, like `api::recipe.recipe.find`. */
  readonly actions: readonly string[];
}

/** A route of the site that reads. */
export interface SiteRoute {
  /** `GET /api/recipes`. */
  readonly name: string;
  /** `api::recipe.recipe.find`; null: a function, about whose type nothing is known. */
  readonly action: string | null;
  /** It is open without any box. */
  readonly isOpen: boolean;
  /** What `has-access` asks on it; null: nothing. */
  readonly rule: ProtectRule | null;
}

/** How a type is reached: by its own route, through another type, or by GraphQL. */
export const WAYS = ['route', 'populate', 'graphql'] as const;

export interface Opening {
  readonly role: Pick<SiteRole, 'id' | 'name' | 'type'>;
  readonly way: (typeof WAYS)[number];
  /** The route, or the uid of the type that leads there; null: GraphQL asks for the type itself. */
  readonly through: string | null;
}

export interface GuardedType {
  readonly uid: string;
  readonly rule: ProtectRule;
  /** `protect` closes every way, `has-access` its own routes. */
  readonly by: 'protect' | 'has-access';
  readonly teaser: readonly string[];
}

export interface SiteReading {
  readonly roles: readonly SiteRole[];
  readonly routes: readonly SiteRoute[];
  readonly levels: readonly Level[];
  readonly types: readonly Model[];
  readonly findModel: FindModel;
  readonly hasGraphql: boolean;
}

const READ: readonly string[] = ['find', 'findOne'];
const uidOf = (action: string): string => action.slice(0, action.lastIndexOf('.'));
const mayRead = ({ actions }: SiteRole, uid: string): boolean =>
  READ.some((name) => actions.includes(`${uid}.${name}`));

/** Types of which a route carries `has-access`, with what the first of them asks. */
export function guardedByPolicy(
  routes: readonly SiteRoute[],
  types: readonly Model[]
): GuardedType[] {
  const found = new Map<string, GuardedType>();
  for (const { action, rule } of routes) {
    if (action === null || rule === null || found.has(uidOf(action))) continue;
    const uid = uidOf(action);
    if (types.some((type) => type.uid === uid))
      found.set(uid, { uid, rule, by: 'has-access', teaser: [] });
  }
  return [...found.values()];
}

/** Ways to the type for roles that don't meet the rule by themselves; none where `protect` closes them. */
export function openingsOf({ uid, rule, by }: GuardedType, site: SiteReading): Opening[] {
  if (by === 'protect') return [];
  const owners = site.types.filter((type) => type.uid !== uid && leadsTo(type, uid, site));
  return site.roles
    .filter((role) => !meetsByItself(role, rule, site.levels))
    .flatMap((role) => {
      const { id, name, type } = role;
      const opens = (way: Opening['way'], through: string | null): Opening => ({
        role: { id, name, type },
        way,
        through,
      });
      const mayFind = role.actions.includes(`${uid}.find`);
      return [
        ...site.routes
          .filter((route) => route.rule === null && readsBy(route, role, uid))
          .map((route) => opens('route', route.name)),
        ...(mayFind ? owners.filter((owner) => mayRead(role, owner.uid)) : []).map((owner) =>
          opens('populate', owner.uid)
        ),
        ...(site.hasGraphql && mayRead(role, uid) ? [opens('graphql', null)] : []),
      ];
    });
}

const readsBy = ({ action, isOpen }: SiteRoute, { actions }: SiteRole, uid: string): boolean =>
  action !== null && uidOf(action) === uid && (isOpen || actions.includes(action));

function meetsByItself(role: SiteRole, rule: ProtectRule, levels: readonly Level[]): boolean {
  const level = levels.find(({ roleId }) => roleId === role.id);
  const held: HeldLevel[] = level
    ? [{ ...level, state: 'active', until: null, outlook: null }]
    : [];
  return meets(held, levels, rule);
}

/** By a relation of its own, or of its components. */
function leadsTo(model: Model, uid: string, site: Pick<SiteReading, 'findModel'>): boolean {
  return Object.values(model.attributes).some((attribute) => {
    const targets = targetsOf(attribute);
    // A relation to any type may lead to this one.
    if (attribute.type === 'relation') return targets.length === 0 || targets.includes(uid);
    if (attribute.type === 'media') return false;
    return targets.some((target) => {
      const component = site.findModel(target);
      return component !== undefined && leadsTo(component, uid, site);
    });
  });
}

/** Levels that a rule names and the site has not: they open the type to no one. */
export const unknownLevels = ({ rule }: GuardedType, levels: readonly Level[]): string[] =>
  levelsNamed(rule).filter((name) => !levels.some(({ type }) => type === name));

export const RISKS = ['list-users', 'upload'] as const;
export type Risk = (typeof RISKS)[number];

const RISKY: Readonly<Record<Risk, string>> = {
  'list-users': 'plugin::users-permissions.user.find',
  upload: 'plugin::upload.content-api.upload',
};

/** What members of a level may do that few sites mean to sell. */
export const risksOf = ({ actions }: Pick<SiteRole, 'actions'>): Risk[] =>
  RISKS.filter((risk) => actions.includes(RISKY[risk]));
