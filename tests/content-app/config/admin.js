module.exports = require('../../app/config/admin');
