/* What a member sees: the level, and the recipes that the site gives to those who have it. */
const part = (id) => document.getElementById(id);

async function call(path, options = {}) {
  const jwt = sessionStorage.getItem('jwt');
  const headers = { ...options.headers, ...(jwt && { authorization: `Bearer ${jwt}` }) };
  const answer = await fetch(path, { ...options, headers });
  return { ok: answer.ok, status: answer.status, body: await answer.json().catch(() => ({})) };
}

async function show() {
  const me = await call('/api/kartra/me');
  part('sign-in').hidden = me.ok;
  part('inside').hidden = !me.ok;
  if (!me.ok) return;
  const levels = me.body.levels.map(({ name }) => name);
  part('level').textContent = levels.length
    ? `Your access level: ${levels.join(', ')}`
    : 'You have no access level.';
  const recipes = await call('/api/recipes');
  const titles = recipes.ok ? recipes.body.data.map(({ title }) => title) : [];
  part('recipes').replaceChildren(
    ...titles.map((title) => {
      const line = document.createElement('li');
      line.textContent = title;
      return line;
    })
  );
  part('message').textContent = recipes.ok ? '' : 'Your access level does not include the recipes.';
}

part('sign-in').addEventListener('submit', async (event) => {
  event.preventDefault();
  const { ok, body } = await call('/api/auth/local', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ identifier: part('email').value, password: part('password').value }),
  });
  part('message').textContent = ok ? '' : body.error.message;
  if (ok) sessionStorage.setItem('jwt', body.jwt);
  await show();
});

part('sign-out').addEventListener('click', () => {
  sessionStorage.removeItem('jwt');
  location.reload();
});

void show();
