import type { Core } from '@strapi/strapi';
import { z } from 'zod';
import type { Job } from '../../../../contracts/job';
import { database } from '../../repositories/database';
import { findOffers } from '../../repositories/discovered-offers';
import type { JobRow } from '../../repositories/jobs';
import { isoOrNull } from '../../utils/iso';

const aboutOneProduct = z.object({ productIds: z.array(z.string()).length(1) });

/** Jobs as the admin API gives them. */
export async function showJobs(strapi: Core.Strapi, rows: readonly JobRow[]): Promise<Job[]> {
  const offers = await offersOf(strapi, rows);
  return rows.map((row) => show(row, offers));
}

export async function showJob(strapi: Core.Strapi, row: JobRow): Promise<Job> {
  return show(row, await offersOf(strapi, [row]));
}

type Offers = Awaited<ReturnType<typeof findOffers>>;

/** Where one of them is about a single product, which is named after its offer. */
async function offersOf(strapi: Core.Strapi, rows: readonly JobRow[]): Promise<Offers> {
  const about = rows.find((row) => productOf(row) !== null);
  return about ? findOffers(database(strapi), about.connectionId) : [];
}

function show(job: JobRow, offers: Offers): Job {
  const id = productOf(job);
  const name = offers.find(({ productId }) => productId === id)?.productName ?? null;
  return {
    id: job.id,
    kind: job.kind,
    state: job.state,
    total: job.total ?? 0,
    done: job.done ?? 0,
    failed: job.failed ?? 0,
    queuedBy: job.queuedBy,
    queuedAt: new Date(job.queuedAt).toISOString(),
    startedAt: isoOrNull(job.startedAt),
    finishedAt: isoOrNull(job.finishedAt),
    stopRequested: job.stopRequested,
    product: id === null ? null : { id, name },
    tally: job.result,
  };
}

function productOf(job: JobRow): string | null {
  const about = aboutOneProduct.safeParse(job.params);
  return about.success ? (about.data.productIds[0] ?? null) : null;
}
