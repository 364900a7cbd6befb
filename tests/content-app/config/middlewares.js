module.exports = require('../../app/config/middlewares');
