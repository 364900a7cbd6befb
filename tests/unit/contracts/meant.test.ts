import type { z } from 'zod';
import { linkMemberBody } from '../../../contracts/member';
import { previewMappingBody } from '../../../contracts/mapping';
import { settleBody } from '../../../contracts/webhook-log-requests';

/** Where the faults are and what is said of them. */
const faultsOf = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value).error?.issues.map(({ path, message }) => [path.join('.'), message]);

it.each([
  ['a purchase', settleBody, { purchase: 'x' }, 'purchase'],
  ['an end', settleBody, { endsOn: 'soon' }, 'endsOn'],
  ['a user', linkMemberBody, { userId: -1 }, 'userId'],
  ['a mapping to be deleted', previewMappingBody, { id: 0, remove: true }, 'id'],
  ['a mapping to be changed', previewMappingBody, { id: 1, levels: [] }, 'levels'],
  ['a mapping to be added', previewMappingBody, { productId: '1' }, 'roleId'],
])('of a wrong request about %s the field that is wrong is named', (_, schema, value, field) => {
  expect(faultsOf(schema, value)?.map(([path]) => path)).toEqual([field]);
});

it('a field of another variant is refused, not passed over', () => {
  expect(faultsOf(linkMemberBody, { createUser: true, userId: 3 })).toEqual([
    ['', 'Unrecognized key: "userId"'],
  ]);
});

it('a request that means nothing is told what the last variant needs', () => {
  expect(faultsOf(settleBody, {})?.map(([path]) => path)).toEqual(['purchase']);
  expect(faultsOf(settleBody, null)?.map(([path]) => path)).toEqual(['']);
});

it('the variant that was meant is read', () => {
  expect(settleBody.parse({ none: true })).toEqual({ none: true, dryRun: false });
  expect(linkMemberBody.parse({ createUser: true })).toEqual({ createUser: true });
});
