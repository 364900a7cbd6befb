import { KINDS } from './options';

export const HELP = `Sends what Kartra would send, to try a site without Kartra.

  strapi-plugin-kartra send <${KINDS}>
      --url <webhook URL> --product <id> --email <address> [options]

  --url           the webhook URL, as the panel shows it under Setup
  --product       number of the product, or its address in Kartra
  --email         address of the buyer
  --ipn           as an IPN (a form); else as the Outbound API sends it (JSON).
                  rebill, failed and chargeback are always IPNs: Kartra reports them in no other way
  --secret-key    the IPN's secret key, when the site asks for one

  --name          name of the buyer: "Ann Miller"
  --product-name  name of the product
  --price-point   price point, 1 by default
  --one-time      a purchase without a subscription
  --order         order id of the purchase's first payment
  --subscription  Kartra's subscription id
  --pay-number    number of the payment within the subscription
  --date          when it happened: "2026-05-03 14:02:11", US Eastern; now by default

  --dry-run       print what would be sent, and send nothing
  -h, --help      this text

Order and subscription are made up from product and address, so that a refund finds its sale by itself. Give --order
and --subscription to tell several purchases apart.

The site takes it for real: an account is created, mail goes out. Exit code: 0 received, 1 refused or not reached,
2 typed wrongly.
`;
