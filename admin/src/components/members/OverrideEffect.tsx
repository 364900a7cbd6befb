import { Box, Typography } from '@strapi/design-system';

import { useApi } from '../../api/client';
import { useDates } from '../../hooks/useDates';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';
import { nameLevel, nameMember } from '../../utils/names';

import type { Member } from '../../../../contracts/member';
import type { TryOverrideBody } from '../../../../contracts/override';

interface OverrideEffectProps {
  member: Member;
  /** Changes with what the person chose, not with the clock. */
  choice: string;
  /** Null while something is missing that the server needs. */
  asked: TryOverrideBody | null;
}

/** What giving or denying the level would do, as the server tells it. Its place is kept while it is asked. */
export function OverrideEffect({ member, choice, asked }: OverrideEffectProps) {
  const { t } = useTexts();
  const api = useApi();
  const dates = useDates();
  const dry = useResource(asked ? choice : '', () =>
    asked ? api.tryOverride(member.id, asked) : Promise.resolve(null)
  );
  const before = nameLevel(member, t);
  const after = dry.data ? nameLevel(dry.data, t) : before;
  const say = () => {
    const name = nameMember(member, t);
    if (after === before) {
      return t('by-hand.would-stay', { name, level: before });
    }
    const until = asked?.until ? dates.day(asked.until) : '';
    return t('by-hand.would', { name, before, after, hasEnd: until ? 'yes' : 'no', until });
  };
  return (
    <Box minHeight="2rem" role="status">
      {dry.data ? <Typography tag="p">{say()}</Typography> : null}
      {dry.problem ? (
        <Typography tag="p" textColor="neutral600">
          {t('by-hand.would-unknown')}
        </Typography>
      ) : null}
    </Box>
  );
}
