import type { Offer, SaveOfferMappingsBody, WaitingBuyers } from '../../../../contracts/offer';
import { NO_PRICE_POINT } from '../../constants';
import { mappingFor } from '../../core/rules/mappings';
import { nameProduct } from '../../core/wording/names';
import { showPerson } from '../../core/viewer/masks';
import type { Viewer } from '../../core/viewer/viewer';
import { insertActivity } from '../../repositories/activities';
import { database, inTransaction } from '../../repositories/database';
import { findWaitingBuyers } from '../../repositories/decisions';
import { findOffers, setOfferIgnored, type OfferRow } from '../../repositories/discovered-offers';
import { countWaitingBuyers } from '../../repositories/entitlements';
import { findMappings } from '../../repositories/mappings';
import { findMembers } from '../../repositories/members';
import { perStrapi } from '../../utils/per-strapi';
import { notFound } from '../../utils/errors';
import { refuse } from '../../utils/validate';
import { APPLY_MAPPINGS, readConnectionRules } from '../engine';
import { mappingsOf } from './mappings';
import { jobsOf, nowOf } from '../background';
import { NO_LEVELS, readLevelNames, showLevels } from './mapping-levels';

const NAMED_BUYERS = 20;

export const pricePointOf = (offer: OfferRow): string | null =>
  offer.pricePoint === NO_PRICE_POINT ? null : offer.pricePoint;

/** Products and price points seen in webhooks, with what they give and who waits for them. */
export const offersOf = perStrapi(({ strapi }) => ({
  /** Most waiting first, then the one seen last. */
  async list(): Promise<Offer[]> {
    const db = database(strapi);
    const { id } = await readConnectionRules(strapi);
    const mappings = await findMappings(db, id);
    const waiting = await countWaitingBuyers(db, id);
    const names = await readLevelNames(strapi, db);
    const offers = (await findOffers(db, id)).map((offer) => {
      const pricePoint = pricePointOf(offer);
      const mapping = mappingFor(mappings, offer.productId, pricePoint);
      const buyers = waiting.find(
        (count) => count.productId === offer.productId && count.pricePoint === pricePoint
      );
      return {
        id: offer.id,
        productId: offer.productId,
        productName: offer.productName,
        pricePoint,
        firstSeenAt: new Date(offer.firstSeenAt).toISOString(),
        lastSeenAt: new Date(offer.lastSeenAt).toISOString(),
        timesSeen: offer.timesSeen,
        waitingBuyers: offer.ignored ? 0 : (buyers?.buyers ?? 0),
        ...(mapping ? showLevels(mapping, names) : NO_LEVELS),
        mappedBy: mapping?.savedBy ?? null,
        ignored: offer.ignored,
      };
    });
    return offers.sort((a, b) => b.waitingBuyers - a.waitingBuyers);
  },

  /** Who waits for each, in the order of the list. */
  async waitingBuyers(viewer: Viewer): Promise<WaitingBuyers[]> {
    const db = database(strapi);
    const { id: connectionId } = await readConnectionRules(strapi);
    const shown: WaitingBuyers[] = [];
    for (const offer of await this.list()) {
      if (offer.waitingBuyers === 0) continue;
      const found = await findWaitingBuyers(db, connectionId, offer, NAMED_BUYERS);
      const buyers = (await findMembers(db, found.memberIds)).map((member) => ({
        memberId: member.id,
        ...showPerson(viewer, member),
      }));
      shown.push({ offerId: offer.id, since: found.since, total: offer.waitingBuyers, buyers });
    }
    return shown;
  },

  /** Maps each offer as it was seen, its price point alone, and gives those who bought it their levels. */
  async saveMappings({ mappings }: SaveOfferMappingsBody, viewer: Viewer): Promise<Offer[]> {
    const { id } = await readConnectionRules(strapi);
    const offers = new Map(
      (await findOffers(database(strapi), id)).map((offer) => [offer.id, offer])
    );
    const changes = mappings.map(({ offerId, ...levels }, index) => {
      const offer = offers.get(offerId);
      if (!offer) {
        const path = ['mappings', String(index), 'offerId'];
        throw refuse(path, 'offer-missing');
      }
      return { productId: offer.productId, pricePoint: pricePointOf(offer), ...levels };
    });
    await mappingsOf(strapi).saveMany(changes, viewer);
    return this.list();
  },

  async ignore(id: number, ignored: boolean, { actor }: Viewer): Promise<Offer> {
    const connection = await readConnectionRules(strapi);
    const offer = (await findOffers(database(strapi), connection.id)).find((row) => row.id === id);
    if (!offer) throw notFound('There is no such offer.');
    const product = nameProduct(offer.productId, offer.productName);
    const jobs = jobsOf(strapi);
    const jobId = await inTransaction(strapi, async (db) => {
      await setOfferIgnored(db, id, ignored);
      await insertActivity(db, {
        connectionId: connection.id,
        happenedAt: nowOf(strapi),
        code: ignored ? 'offer.ignored' : 'offer.not-ignored',
        values: { product },
        actor,
      });
      const asked = { connectionId: connection.id, by: actor };
      return jobs.queue(APPLY_MAPPINGS, { productIds: [offer.productId] }, asked);
    });
    await jobs.follow(jobId);
    const shown = (await this.list()).find((row) => row.id === id);
    if (!shown) throw notFound('There is no such offer.');
    return shown;
  },
}));
