import { accessLevel } from './access-level';
import { accountProof } from './account-proof';
import { activity } from './activity';
import { claimLink } from './claim-link';
import { connection } from './connection';
import { discoveredOffer } from './discovered-offer';
import { entitlement } from './entitlement';
import { event } from './event';
import { job } from './job';
import { mapping } from './mapping';
import { member } from './member';
import { memberIdentity } from './member-identity';
import { outboxMessage } from './outbox-message';
import { override } from './override';
import { passwordLink } from './password-link';
import { problem } from './problem';
import { sharedId } from './shared-id';
import { suggestion } from './suggestion';
import { webhookLog } from './webhook-log';

/** Every type is hidden from Content Manager and Content-Type Builder: the Kartra pages show them. */
export const contentTypes = {
  connection: { schema: connection },
  'webhook-log': { schema: webhookLog },
  event: { schema: event },
  'discovered-offer': { schema: discoveredOffer },
  mapping: { schema: mapping },
  'access-level': { schema: accessLevel },
  member: { schema: member },
  'member-identity': { schema: memberIdentity },
  entitlement: { schema: entitlement },
  override: { schema: override },
  activity: { schema: activity },
  'outbox-message': { schema: outboxMessage },
  job: { schema: job },
  problem: { schema: problem },
  suggestion: { schema: suggestion },
  'shared-id': { schema: sharedId },
  'password-link': { schema: passwordLink },
  'account-proof': { schema: accountProof },
  'claim-link': { schema: claimLink },
};
