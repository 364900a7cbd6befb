module.exports = require('../../app/config/server');
