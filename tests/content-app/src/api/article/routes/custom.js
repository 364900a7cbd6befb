const get = (path, action) => ({
  method: 'GET',
  path,
  handler: `api::article.article.${action}`,
});

module.exports = {
  type: 'content-api',
  routes: [
    get('/pages/latest', 'latest'),
    get('/pages/matching', 'matching'),
    get('/pages/forgetful', 'forgetful'),
  ],
};
