/** Whom a webhook is about: a lead id is a person, and an address that was only used once hands over nothing (TRUST 1). */
import {
  buildPerson,
  buildTransaction,
  newProduct,
  outbound,
  type Person,
} from '../builders/kartra';
import { getMember, mapProduct, openShop, postWebhook, type Shop } from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';
import { roleOf, updateUser, usersByEmail } from '../helpers/users';

let site: Site;
let shop: Shop;
const gold = newProduct();
const silver = newProduct();
const unmapped = newProduct();

beforeAll(async () => {
  site = await startSite();
  shop = await openShop(site);
  await mapProduct(site, gold, shop.gold);
  await mapProduct(site, silver, shop.silver);
});
afterAll(() => site.stop());

async function buy(person: Person, productId: string): Promise<void> {
  const sale = outbound(buildTransaction({ person, productId }));
  expect(await postWebhook(site.address, shop.path, sale)).toMatchObject({ status: 200 });
  await site.idle();
}
const levelsOf = async ({ email }: Person) =>
  (await getMember(site, email)).levels.map(({ name }) => name);

it('one event with A’s lead and B’s address does not hand B’s later purchases to A', async () => {
  const [ann, ben] = [buildPerson(), buildPerson()];
  await buy(ann, silver);
  await buy({ ...ann, email: ben.email }, unmapped);
  await buy(ben, gold);
  expect(await roleOf(site, ben.email)).toBe('Gold');
  expect(await roleOf(site, ann.email)).toBe('Silver');
  expect(await levelsOf(ann)).toEqual(['Silver']);
  expect((await getMember(site, ben.email)).leadIds).toEqual([ben.leadId]);
  // From now on the address is Ben's, also where no lead is named.
  await buy({ ...ben, leadId: 'N/A' }, silver);
  expect(await levelsOf(ben)).toEqual(['Gold', 'Silver']);
  expect(await levelsOf(ann)).toEqual(['Silver']);
});

it('several at once, too', async () => {
  const [ann, ben] = [buildPerson(), buildPerson()];
  await buy(ann, silver);
  const strange = outbound(
    buildTransaction({ person: { ...ann, email: ben.email }, productId: unmapped })
  );
  const own = outbound(buildTransaction({ person: ben, productId: gold }));
  await Promise.all([strange, own].map((sale) => postWebhook(site.address, shop.path, sale)));
  await site.idle();
  expect(await roleOf(site, ben.email)).toBe('Gold');
  expect(await roleOf(site, ann.email)).toBe('Silver');
});

it('a new lead with a member’s own address is that member: leads are created again in Kartra', async () => {
  const ann = buildPerson();
  await buy(ann, silver);
  const again = { ...ann, leadId: buildPerson().leadId };
  await buy(again, gold);
  expect(await usersByEmail(site, ann.email)).toHaveLength(1);
  expect(await levelsOf(ann)).toEqual(['Gold', 'Silver']);
});

it('a further address that is the address of the member’s account by now stays theirs', async () => {
  const ann = buildPerson();
  await buy(ann, silver);
  const moved = { ...ann, email: buildPerson().email };
  await buy(moved, unmapped);
  const { user } = await getMember(site, ann.email);
  await updateUser(site, user?.id ?? 0, { email: moved.email });
  await buy({ ...moved, leadId: buildPerson().leadId }, gold);
  expect(await roleOf(site, moved.email)).toBe('Gold');
  expect(await levelsOf(ann)).toEqual(['Gold', 'Silver']);
});

it('an event without a lead is of the member who used the address', async () => {
  const ann = buildPerson();
  await buy(ann, silver);
  const further = { ...ann, email: buildPerson().email };
  await buy(further, unmapped);
  await buy({ ...further, leadId: 'N/A' }, gold);
  expect(await levelsOf(ann)).toEqual(['Gold', 'Silver']);
});

it('where the process ended before the lead was tied, the next webhook finds the buyer with the address', async () => {
  const [ann, ben] = [buildPerson(), buildPerson()];
  await buy(ann, silver);
  await buy({ ...ann, email: ben.email }, unmapped);
  await buy(ben, gold);
  const { id } = await getMember(site, ben.email);
  const ties = () => site.strapi.db.connection('kartra_member_identities');
  expect(await ties().where({ member_id: id, type: 'lead' }).delete()).toBe(1);
  await buy(ben, silver);
  expect((await getMember(site, ben.email)).id).toBe(id);
  expect(await levelsOf(ben)).toEqual(['Gold', 'Silver']);
});
