/** Members whom the rules of a newer version would change, while no administrator has said whether they are to. */
import { z } from 'zod';
import { RULES_EFFECTS } from '../server/src/core/access/new-rules';
import { named, type Out } from './schema';

export const newRulesEffect = named('NewRulesEffect', z.enum(RULES_EFFECTS));
export type NewRulesEffect = Out<typeof newRulesEffect>;

/** How many accounts wait for the answer; one that several members share counts once. */
export const newRules = named(
  'NewRules',
  z.strictObject({
    members: z.int(),
    gain: z.int(),
    lose: z.int(),
    move: z.int().describe('Get another level that is neither higher nor lower.'),
  })
);
export type NewRules = Out<typeof newRules>;

export const waitingMember = named(
  'WaitingMember',
  z.strictObject({
    memberId: z.int(),
    effect: newRulesEffect,
    name: z.string().nullable().describe('Hidden without the personal-data permission.'),
    email: z.string().nullable().describe('Masked without the personal-data permission.'),
    before: z
      .array(z.string())
      .describe(
        'Names of the levels that purchases give without and with the new rules, highest first; none: the fallback.'
      ),
    after: z.array(z.string()),
  })
);
export type WaitingMember = Out<typeof waitingMember>;

/** They keep what they have. */
export const declinedNewRules = z.strictObject({ members: z.int() });
export type DeclinedNewRules = Out<typeof declinedNewRules>;
