import * as React from 'react';

import { Button, Flex, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../../api/client';
import { FormDialog } from '../../components/form/FormDialog';
import { Notice } from '../../components/Notice';
import { useAccess } from '../../hooks/useAccess';
import { useAction } from '../../hooks/useAction';
import { useDates } from '../../hooks/useDates';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';
import { nameLevel } from '../../utils/names';

import type { Member } from '../../../../contracts/member';
import type { MemberEntitlement, RenewalQuestion } from '../../../../contracts/purchase';

interface RenewalNoticeProps {
  member: Member;
  question: RenewalQuestion;
  onChanged: () => Promise<void>;
}

/** A subscription was cancelled, and purchases without ids look like its renewals: one answer settles them all. */
export function RenewalNotice({ member, question, onChanged }: RenewalNoticeProps) {
  const { t } = useTexts();
  const api = useApi();
  const access = useAccess();
  const dates = useDates();
  const [isOpen, setIsOpen] = React.useState(false);
  const decline = useAction(() =>
    api.settleRenewals(member.id, { ...question, areRenewals: false })
  );
  const find = (id: number) => member.entitlements.find((entitlement) => entitlement.id === id);
  const first = find(question.purchase);
  const others = question.purchases.flatMap((id) => find(id) ?? []);
  if (!first) {
    return null;
  }
  const name = ({ orderIds: [order], startedAt }: MemberEntitlement) =>
    [
      order ? t('held.order', { order }) : t('member.no-order'),
      startedAt ? dates.day(startedAt) : '',
    ]
      .filter(Boolean)
      .join(', ');
  const sayNo = async () => {
    if (await decline.run()) {
      await onChanged();
    }
  };
  return (
    <Notice
      kind="warning"
      title={t('renewals.title')}
      action={
        access.manageMembers ? (
          <Flex gap={2} wrap="wrap">
            <Button variant="tertiary" loading={decline.isRunning} onClick={() => void sayNo()}>
              {t('renewals.keep-apart')}
            </Button>
            <Button variant="secondary" onClick={() => setIsOpen(true)}>
              {t('renewals.settle', { n: others.length })}
            </Button>
          </Flex>
        ) : undefined
      }
    >
      {t('renewals.text', {
        first: name(first),
        others: others.map(name).join('; '),
        n: others.length,
      })}
      {decline.problem ? <Typography tag="p">{decline.problem.message}</Typography> : null}
      {isOpen ? (
        <RenewalDialog
          member={member}
          question={question}
          onChanged={onChanged}
          onClose={() => setIsOpen(false)}
        />
      ) : null}
    </Notice>
  );
}

/** Says what one answer would do before it is given. */
function RenewalDialog({
  member,
  question,
  onChanged,
  onClose,
}: RenewalNoticeProps & { onClose: () => void }) {
  const { t } = useTexts();
  const api = useApi();
  const { toggleNotification } = useNotification();
  const dry = useResource(`renewals ${member.id} ${question.purchases.join()}`, () =>
    api.settleRenewals(member.id, { ...question, dryRun: true })
  );
  const settle = useAction(() => api.settleRenewals(member.id, question));
  const before = nameLevel(member, t);
  const after = dry.data ? nameLevel(dry.data, t) : before;
  const submit = async () => {
    if (await settle.run()) {
      toggleNotification({ type: 'success', message: t('settle.done') });
      onClose();
      await onChanged();
    }
  };
  return (
    <FormDialog
      title={t('renewals.title')}
      submitLabel={t('renewals.settle', { n: question.purchases.length })}
      isRunning={settle.isRunning}
      problem={settle.problem ?? dry.problem}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Typography role="status">
        {dry.data
          ? before === after
            ? t('settle.nothing')
            : `${t('settle.would')} ${before} → ${after}`
          : t('settle.trying')}
      </Typography>
    </FormDialog>
  );
}
