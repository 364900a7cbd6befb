module.exports = require('../../app/config/database');
