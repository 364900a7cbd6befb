module.exports = require('../../app/config/api');
