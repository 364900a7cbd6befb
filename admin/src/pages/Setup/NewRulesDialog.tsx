import * as React from 'react';

import { Button, Flex, Modal, Typography } from '@strapi/design-system';

import { useApi } from '../../api/client';
import { FailedArea, LoadingArea } from '../../components/page/Areas';
import { FieldTable } from '../../components/table/FieldTable';
import { ModalFrame } from '../../components/ModalFrame';
import { Pager } from '../../components/table/Pager';
import { PageLink } from '../../components/TextLink';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';

import type { WaitingMember } from '../../../../contracts/new-rules';

const PAGE_SIZE = 25;

/** Members that the new rules would change, with levels before and after. */
export function NewRulesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTexts();
  const api = useApi();
  const [page, setPage] = React.useState(1);
  const list = useResource(`new-rules ${page}`, () => api.newRules({ page, pageSize: PAGE_SIZE }));
  return (
    <ModalFrame title={t('new-rules.list-title')} onClose={onClose}>
      <Modal.Body>
        <Flex direction="column" alignItems="stretch" gap={4}>
          {list.problem ? (
            <FailedArea onRetry={() => void list.reload()}>{t('new-rules.failed')}</FailedArea>
          ) : null}
          {list.isLoading ? <LoadingArea>{t('new-rules.loading')}</LoadingArea> : null}
          {list.data ? (
            <>
              <FieldTable
                label={t('new-rules.list-title')}
                columns={[
                  { label: t('members.member') },
                  { label: t('preview.now') },
                  { label: t('new-rules.then') },
                  { label: t('new-rules.effect') },
                ]}
                rows={list.data.data.map((member) => ({
                  key: member.memberId,
                  cells: [
                    <Person key="who" member={member} />,
                    nameLevels(member.before) ?? t('effect.no-level'),
                    nameLevels(member.after) ?? t('effect.no-level'),
                    t(`new-rules.${member.effect}`),
                  ],
                }))}
              />
              <Pager
                pagination={list.data.meta.pagination}
                rows={list.data.data.length}
                previous="pager.previous"
                next="pager.next"
                onPage={setPage}
              />
            </>
          ) : null}
        </Flex>
      </Modal.Body>
      <Modal.Footer>
        <Button variant="tertiary" onClick={onClose}>
          {t('common.close')}
        </Button>
      </Modal.Footer>
    </ModalFrame>
  );
}

const nameLevels = (names: readonly string[]): string | null => names.join(' + ') || null;

function Person({ member }: { member: WaitingMember }) {
  const { t } = useTexts();
  const { name, email, memberId } = member;
  return (
    <Flex direction="column" alignItems="flex-start">
      <PageLink to={`${BASE_PATH}/members/${memberId}`}>
        {name ?? email ?? t('members.nameless', { id: memberId })}
      </PageLink>
      {name && email ? (
        <Typography variant="pi" textColor="neutral600">
          {email}
        </Typography>
      ) : null}
    </Flex>
  );
}
