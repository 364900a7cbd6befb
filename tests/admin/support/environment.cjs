const { TestEnvironment } = require('jest-environment-jsdom');

/** A page as jsdom makes it, with what the router takes from a browser and jsdom lacks. */
module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.Request = Request;
  }
};
