const plugins = require('../../app/config/plugins');

module.exports = (context) => ({
  ...plugins(context),
  graphql: { enabled: true, config: { landingPage: false, depthLimit: 12, maxLimit: 100 } },
});
