import { Flex, Tag, TextButton } from '@strapi/design-system';
import { Cross } from '@strapi/icons';

import { useTexts } from '../../hooks/useTexts';

import type { Filters } from '../../hooks/useFilters';
import type { TextKey, Texts } from '../../hooks/useTexts';
import type { LogFilter } from './filters';

type Tagged = Exclude<LogFilter, 'state' | 'upTo' | 'email'>;

const LABELS: Record<Tagged, TextKey> = {
  reason: 'logs.reason',
  kind: 'logs.kind',
  productId: 'logs.product-id',
  memberId: 'logs.member',
  from: 'logs.from',
  to: 'logs.to',
};
const TAGGED = ['reason', 'kind', 'productId', 'memberId', 'from', 'to'] as const;

/** The filters that are set, each with its way out. */
export function FilterTags({ filters }: { filters: Filters<LogFilter> }) {
  const texts = useTexts();
  const { t } = texts;
  const set = TAGGED.filter((name) => filters.values[name]);
  if (set.length === 0) {
    return null;
  }
  return (
    <Flex gap={2} wrap="wrap">
      {set.map((name) => {
        const text = `${t(LABELS[name])}: ${describe(name, filters.values, texts)}`;
        return (
          <Tag
            key={name}
            icon={<Cross aria-hidden />}
            label={t('logs.remove-filter', { filter: text })}
            onClick={() => filters.set({ [name]: '' })}
          >
            {text}
          </Tag>
        );
      })}
      <TextButton onClick={filters.clear}>{t('logs.clear-all')}</TextButton>
    </Flex>
  );
}

function describe(name: Tagged, values: Filters<LogFilter>['values'], { lookUp }: Texts): string {
  const value = values[name] ?? '';
  if (name === 'kind') {
    return lookUp(`kind.${value}`, value);
  }
  return name === 'reason' && values.state
    ? lookUp(`badge.${values.state}.${value}`, value)
    : value;
}
