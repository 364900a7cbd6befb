/** Fast: a test's database need not outlive the machine. Durable: it must outlive a killed process. */
const SQLITE_MODES = {
  fast: ['journal_mode = MEMORY', 'synchronous = OFF'],
  durable: ['journal_mode = WAL', 'synchronous = NORMAL'],
};

/** Strapi's own first migrations make knex say this on MariaDB, once each; it is harmless. */
const EXPECTED_WARNING = 'Transaction was implicitly committed';

const log = {
  warn(message) {
    if (!String(message).includes(EXPECTED_WARNING)) console.warn(message);
  },
};

module.exports = ({ env }) => {
  const client = env('DATABASE_CLIENT', 'sqlite');
  if (client === 'sqlite') {
    return {
      connection: {
        client,
        connection: { filename: env('DATABASE_FILENAME') },
        useNullAsDefault: true,
        pool: {
          afterCreate(connection, done) {
            connection.pragma('busy_timeout = 10000');
            for (const pragma of SQLITE_MODES[env('DATABASE_SQLITE_MODE', 'fast')])
              connection.pragma(pragma);
            done(null, connection);
          },
        },
      },
    };
  }
  return {
    connection: {
      client,
      log,
      connection: {
        host: env('DATABASE_HOST', '127.0.0.1'),
        port: env.int('DATABASE_PORT'),
        database: env('DATABASE_NAME'),
        user: env('DATABASE_USERNAME'),
        password: env('DATABASE_PASSWORD', ''),
      },
      pool: { min: env.int('DATABASE_POOL_MIN', 0), max: env.int('DATABASE_POOL_MAX', 10) },
    },
  };
};
