/** Locks between processes: one builds while the other waits, one prepares the database while the other waits. */
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 10 * 60_000;

/** Runs `work` while holding the lock file; a lock whose process died is taken over. */
export async function withFileLock(file, work) {
  await fs.mkdir(path.dirname(file), { recursive: true });
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await tryToLock(file))) {
    if (Date.now() > deadline) {
      throw new Error(`Another process has held ${file} for ten minutes. Remove it if none runs.`);
    }
    await sleep(200);
  }
  try {
    return await work();
  } finally {
    await fs.rm(file, { force: true });
  }
}

async function tryToLock(file) {
  // The pid is written before the file gets its name, so that nobody ever reads an empty lock.
  const draft = `${file}.${process.pid}`;
  await fs.writeFile(draft, String(process.pid));
  try {
    await fs.link(draft, file);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') {
      throw error;
    }
    await removeIfAbandoned(file);
    return false;
  } finally {
    await fs.rm(draft, { force: true });
  }
}

async function removeIfAbandoned(file) {
  const holder = Number(await fs.readFile(file, 'utf8').catch(() => String(process.pid)));
  if (holder === process.pid || isRunning(holder)) {
    return;
  }
  await fs.rm(file, { force: true });
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * Runs `work` while no other instance prepares the same database: two that create the same tables at once would
 * fail. The servers' own locks end with their connection, so a killed instance leaves none behind.
 */
export async function withDatabaseLock({ client, connection }, work) {
  if (client === 'postgres') {
    return withPostgresLock(connection, work);
  }
  if (client === 'mysql') {
    return withMysqlLock(connection, work);
  }
  return withFileLock(`${connection.filename}.boot-lock`, work);
}

async function withPostgresLock(connection, work) {
  const { default: pg } = await import('pg');
  const { host, port, database, user, password, ssl } = connection;
  const session = new pg.Client({ host, port, database, user, password, ssl });
  await session.connect();
  try {
    await session.query(`select pg_advisory_lock(hashtext('kartra playground boot'))`);
    return await work();
  } finally {
    await session.end();
  }
}

async function withMysqlLock(connection, work) {
  const { default: mysql } = await import('mysql2/promise');
  const { host, port, database, user, password } = connection;
  const session = await mysql.createConnection({ host, port, database, user, password });
  try {
    await session.query(`select get_lock('kartra playground boot', ?)`, [PATIENCE_MS / 1000]);
    return await work();
  } finally {
    await session.end();
  }
}
