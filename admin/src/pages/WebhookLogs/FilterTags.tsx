import { Flex, Tag, TextButton } from '@strapi/design-system';
import { Cross } from '@strapi/icons';

import { useDates } from '../../hooks/useDates';
import { useTexts } from '../../hooks/useTexts';
import { isDay } from '../../utils/days';
import { REASONS } from './filters';
import { TAB_STATES } from './StateTabs';

import type { Dates } from '../../hooks/useDates';
import type { Filters } from '../../hooks/useFilters';
import type { TextKey, Texts } from '../../utils/texts';
import type { LogFilter } from './filters';

const TAGGED = ['state', 'reason', 'kind', 'productId', 'memberId', 'from', 'to'] as const;
type Tagged = (typeof TAGGED)[number];

const LABELS: Record<Exclude<Tagged, 'from' | 'to'>, TextKey> = {
  state: 'logs.state',
  reason: 'logs.reason',
  kind: 'logs.kind',
  productId: 'logs.product-id',
  memberId: 'logs.member',
};

interface FilterTagsProps {
  filters: Filters<LogFilter>;
  productNames: ReadonlyMap<string, string | null>;
}

/** The filters that are set, each with its way out. A state that has a tab is seen there. */
export function FilterTags({ filters, productNames }: FilterTagsProps) {
  const texts = useTexts();
  const dates = useDates();
  const { t } = texts;
  const { values } = filters;
  const set = TAGGED.flatMap((name) => {
    const value = values[name];
    const isTab = name === 'state' && TAB_STATES.some((state) => state === value);
    return value && !isTab ? [{ name, value }] : [];
  });
  if (set.length === 0) {
    return null;
  }
  const describe = ({ name, value }: (typeof set)[number]): string => {
    if (name === 'from' || name === 'to') {
      return describeDay(name, value, texts, dates);
    }
    const product = name === 'productId' ? productNames.get(value) : null;
    return product
      ? `${t('mapping.product')}: ${product}`
      : `${t(LABELS[name])}: ${nameValue(name, value, values.state, texts)}`;
  };
  return (
    <Flex gap={2} wrap="wrap">
      {set.map((tag) => {
        const text = describe(tag);
        return (
          <Tag
            key={tag.name}
            icon={<Cross aria-hidden />}
            label={t('logs.remove-filter', { filter: text })}
            onClick={() => filters.set({ [tag.name]: '' })}
          >
            {text}
          </Tag>
        );
      })}
      <TextButton onClick={filters.clear}>{t('logs.clear-all')}</TextButton>
    </Flex>
  );
}

function describeDay(name: 'from' | 'to', value: string, { t }: Texts, dates: Dates): string {
  const date = isDay(value) ? dates.day(`${value}T00:00:00`) : value;
  return t(name === 'from' ? 'logs.since' : 'logs.until', { date });
}

function nameValue(name: Tagged, value: string, state: string | undefined, { lookUp }: Texts) {
  switch (name) {
    case 'state':
      return lookUp(`log-state.${value}`, value);
    case 'kind':
      return lookUp(`kind.${value}`, value);
    case 'reason': {
      const [known] =
        Object.entries(REASONS).find(([, names]) => names.some((reason) => reason === value)) ?? [];
      return lookUp(`badge.${state ?? known ?? ''}.${value}`, value);
    }
    default:
      return value;
  }
}
