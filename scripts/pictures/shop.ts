import type { AssignableRole } from '../../contracts/access-level';
import type { Member } from '../../contracts/member';
import type { OpenSuggestion } from '../../contracts/suggestion';
import {
  buildPerson,
  buildSubscriptionSale,
  buildTransaction,
  later,
  outbound,
  outboundAction,
  type Person,
  type Transaction,
} from '../../tests/builders/kartra';
import { ok, type AdminClient } from '../../tests/helpers/admin-client';
import { kartraDate } from '../../tests/helpers/kartra-date';
import { findMembers, getMember, mapProduct, postWebhook } from '../../tests/helpers/kartra';
import { waitFor } from '../../tests/helpers/wait-for';

const USERS = '/content-manager/collection-types/plugin::users-permissions.user';
const DAY_MS = 86_400_000;
/** Kartra's date, so many days ago. */
const ago = (days: number): string => kartraDate(Date.now() - days * DAY_MS);

const MEAL_PLAN = { productId: '558475', productName: 'Meal Plan' };
const STARTER = { productId: '551002', productName: 'Starter' };
const KETO = { productId: '558901', productName: 'Keto Course' };
const BREAD = { productId: '558777', productName: 'Bread Basics' };

const person = (firstName: string, lastName: string): Person =>
  buildPerson({
    firstName,
    lastName,
    email: `${firstName}.${lastName}@example.com`.toLowerCase(),
  });

interface Shop {
  readonly address: string;
  readonly admin: AdminClient;
  /** Where Kartra posts. */
  readonly path: string;
}

async function post({ address, path }: Shop, webhook: object | string): Promise<void> {
  await postWebhook(address, path, webhook);
}

const sell = (shop: Shop, sale: Transaction) => post(shop, outbound(sale));

/** What came before anything was mapped. */
export async function buyUnmapped(shop: Shop): Promise<void> {
  for (const [first, last, days] of [
    ['Bob', 'Ray', 4],
    ['Eva', 'Stone', 3],
    ['Finn', 'Marsh', 2],
  ] as const) {
    const buyer = person(first, last);
    await sell(shop, buildSubscriptionSale({ ...KETO, person: buyer, date: ago(days) }));
  }
  await sell(shop, buildTransaction({ ...BREAD, person: person('Gil', 'Banks'), date: ago(1) }));
}

/** A shop as it looks after some weeks: members of every state, and every kind of decision. Id of the member to show. */
export async function fillShop(shop: Shop): Promise<{ memberId: number }> {
  const { admin } = shop;
  const roles = ok(await admin.get<AssignableRole[]>('/kartra/access-levels/roles'));
  const idOf = (name: string) => roles.find((role) => role.name === name)?.roleId ?? 0;
  await mapProduct({ admin }, MEAL_PLAN.productId, idOf('Gold'));
  await mapProduct({ admin }, STARTER.productId, idOf('Silver'), {
    onCancellation: 'end-of-period',
    period: 'P1M',
  });
  await createAccount(admin, 'dianapark', 'diana.prak@example.com', idOf('Authenticated'));
  await createAccount(admin, 'hugo', 'hugo.west@example.com', await createStaffRole(admin));

  const ann = person('Ann', 'Miller');
  const plan = buildSubscriptionSale({ ...MEAL_PLAN, person: ann, date: ago(95) });
  await sell(shop, buildTransaction({ ...STARTER, person: ann, date: ago(120) }));
  await sell(shop, plan);
  for (const days of [64, 33, 3]) {
    await sell(shop, later(plan, { type: 'rebill', date: ago(days) }));
  }

  const leaving = buildSubscriptionSale({
    ...STARTER,
    person: person('Ben', 'Cole'),
    date: ago(9),
  });
  await sell(shop, leaving);
  await sell(shop, later(leaving, { type: 'cancellation', date: ago(2) }));

  const refunded = buildTransaction({
    ...MEAL_PLAN,
    person: person('Cleo', 'Hart'),
    date: ago(20),
  });
  await sell(shop, refunded);
  await sell(shop, later(refunded, { type: 'refund', date: ago(1) }));

  const pastDue = buildSubscriptionSale({
    ...MEAL_PLAN,
    person: person('Ivy', 'Lane'),
    date: ago(31),
  });
  await sell(shop, pastDue);
  await sell(shop, later(pastDue, { type: 'failed', date: ago(0.2) }));

  const partly = buildTransaction({ ...MEAL_PLAN, person: person('Jon', 'Reed'), date: ago(12) });
  await sell(shop, partly);
  await sell(shop, later(partly, { type: 'partial_refund', date: ago(1) }));

  for (const [first, last] of [
    ['Cara', 'Diaz'],
    ['Diana', 'Park'],
    ['Hugo', 'West'],
    ['Kim', 'Young'],
  ] as const) {
    const sale = buildSubscriptionSale({ ...MEAL_PLAN, person: person(first, last), date: ago(6) });
    await sell(shop, sale);
    if (first === 'Cara') await post(shop, outbound(sale));
  }

  const lost = person('Lena', 'Fox');
  const twice = [40, 10].map((days) =>
    buildSubscriptionSale({ ...STARTER, person: lost, date: ago(days) })
  );
  for (const sale of twice) await sell(shop, sale);
  await sell(
    shop,
    buildTransaction({ ...STARTER, type: 'cancellation', person: lost, date: ago(0.3) })
  );
  await post(shop, outboundAction(ann, 'tag_assigned', { tag: { tag_name: 'Newsletter' } }));
  await post(shop, '{ this is not JSON');

  const has = async (email: string, role: string) =>
    (await findMembers({ admin }, email))[0]?.user?.roleName === role;
  await waitFor(() => has('cara.diaz@example.com', 'Gold'));
  await waitFor(() => has('kim.young@example.com', 'Gold'));
  await changeRole(admin, 'cara.diaz@example.com', idOf('Silver'));
  const kim = await getMember({ admin }, 'kim.young@example.com');
  ok(
    await admin.post(`/kartra/members/${kim.id}/overrides`, {
      effect: 'deny',
      roleId: idOf('Gold'),
      until: null,
      reason: 'shared the account',
    })
  );
  const member = await getMember({ admin }, ann.email);
  await waitFor(async () => {
    const drifted = ok(await admin.get<Member[]>('/kartra/members', { state: 'drifted' }));
    const suggested = ok(await admin.get<OpenSuggestion[]>('/kartra/suggestions'));
    return drifted.length === 1 && suggested.length === 1;
  });
  return { memberId: member.id };
}

async function createAccount(
  admin: AdminClient,
  username: string,
  email: string,
  roleId: number
): Promise<void> {
  const password = 'Visitor-Password-1';
  const role = { connect: [{ id: roleId }] };
  const made = await admin.post(USERS, { username, email, password, confirmed: true, role });
  if (made.status !== 201) throw new Error(`No account for ${email}: ${made.text}`);
}

/** A role of the site's own, which is no access level. */
async function createStaffRole(admin: AdminClient): Promise<number> {
  const body = { name: 'Editor', description: 'Writes recipes.', permissions: {} };
  ok({ ...(await admin.post('/users-permissions/roles', body)), data: null });
  const { text } = await admin.get('/users-permissions/roles');
  const { roles } = JSON.parse(text) as { roles: { id: number; name: string }[] };
  return roles.find(({ name }) => name === 'Editor')?.id ?? 0;
}

/** As an administrator does it in the Content Manager. */
async function changeRole(admin: AdminClient, email: string, roleId: number): Promise<void> {
  const { results } = JSON.parse((await admin.get(USERS, { _q: email })).text) as {
    results: { documentId: string }[];
  };
  const role = { set: [{ id: roleId }] };
  ok(await admin.put(`${USERS}/${results[0]?.documentId ?? ''}`, { role }));
}
