import { Box } from '@strapi/design-system';

import { useApi } from '../../api/client';
import { CardBox } from '../../components/page/CardBox';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';
import { Entry } from '../../components/members/Timeline';

const SHOWN = 5;

/** Who changed the settings last; `turn` names the settings as they stand now. */
export function ChangesCard({ turn }: { turn: number }) {
  const { t } = useTexts();
  const api = useApi();
  const changes = useResource(`changes ${turn}`, () =>
    api.activity({ about: 'settings', page: 1, pageSize: SHOWN })
  );
  const lines = changes.data?.data ?? [];
  if (lines.length === 0) {
    return null;
  }
  return (
    <CardBox title={t('settings.changes')}>
      <Box tag="ol" style={{ listStyle: 'none', padding: 0, margin: 0 }}>
        {lines.map((line) => (
          <Entry key={line.id} entry={line} />
        ))}
      </Box>
    </CardBox>
  );
}
