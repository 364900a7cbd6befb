const path = require('node:path');

module.exports = ({ env }) => [
  // What a site adds that wants its log guarded while the plugin is disabled.
  ...(env.bool('KARTRA_LOG_GUARD', false)
    ? [{ resolve: path.resolve(__dirname, '../plugin/log-guard.js') }]
    : []),
  'strapi::logger',
  'strapi::errors',
  'strapi::security',
  'strapi::cors',
  'strapi::poweredBy',
  'strapi::query',
  'strapi::body',
  'strapi::session',
  'strapi::favicon',
  'strapi::public',
];
