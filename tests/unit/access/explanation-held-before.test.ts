/** What was held before Kartra, as an explanation tells it: by the same overrides that decide. */
import { countingOverrides, isInForce } from '../../../server/src/core/access/overrides';
import { explain, override, purchase, SILVER } from '../../builders/explanation';
import { heldBefore, NOW, USER } from '../../builders/member';

const told = (userId: number | null, ...bought: (readonly number[])[]) => {
  const purchases = bought.map((roleIds) => ({ roleIds }));
  const counting = countingOverrides([heldBefore(SILVER)], { userId, purchases });
  return explain({
    purchases: bought.map((roleIds) => purchase('9400141', { roleIds, state: 'ended' })),
    overrides: counting
      .filter(isInForce(NOW))
      .map(({ source, roleId }) => override({ source, roleId })),
  })[0];
};

it('held-before in explanations: the level is told as held before, on its own account', () => {
  expect(told(USER)).toMatch(/Silver was held before Kartra/);
  expect(told(501)).toMatch(/Authenticated/);
});

it('and no longer where a purchase, though it ended, explains it', () => {
  expect(told(USER, [SILVER])).toMatch(/Authenticated/);
});
