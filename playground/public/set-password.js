/* The reset page that users-permissions mails a link to: the code in the address lets one person choose a password. */
const code = new URLSearchParams(location.search).get('code');
const message = document.getElementById('message');

// The code is as good as a password: it stays neither in the address nor in the history.
history.replaceState(null, '', location.pathname);

document.getElementById('choose').addEventListener('submit', async (event) => {
  event.preventDefault();
  message.textContent = '';
  const password = document.getElementById('password').value;
  const answer = await fetch('/api/auth/reset-password', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, password, passwordConfirmation: password }),
  });
  const { jwt, error } = await answer.json();
  if (!answer.ok) {
    message.textContent = `That did not work: ${error.message}. The link may have been used before.`;
    return;
  }
  sessionStorage.setItem('jwt', jwt);
  location.assign('/members.html');
});
