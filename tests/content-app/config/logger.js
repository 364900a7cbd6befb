module.exports = require('../../app/config/logger');
