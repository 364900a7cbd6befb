import { event as schema } from '../content-types/event';
import { SURFACES } from '../core/kartra/event';
import { isPlaceholder } from '../core/kartra/placeholders';
import { OTHER } from '../core/wording/other';
import { oneOf } from './columns';
import { LEDGER_KINDS, type EventRow } from './event-row';
import { rowCodec, type RowCodec } from './rows';

const plainCodec = rowCodec<EventRow>(schema, {
  kind: oneOf(LEDGER_KINDS, OTHER),
  surface: oneOf(SURFACES, null),
});

const IDS = [
  'pricePoint',
  'orderId',
  'parentId',
  'originalId',
  'internalSubscriptionId',
  'processorSubscriptionId',
  'payNumber',
] as const;

/** Earlier versions stored ids that say nothing, like `-`. The ledger keeps them, but they are not read as ids. */
function withoutPlaceholders(row: EventRow): EventRow {
  for (const name of IDS) {
    const id = row[name];
    if (id !== null && isPlaceholder(id)) row[name] = null;
  }
  return row;
}

export const eventCodec: RowCodec<EventRow> = {
  ...plainCodec,
  fromColumns: (raw) => withoutPlaceholders(plainCodec.fromColumns(raw)),
};
