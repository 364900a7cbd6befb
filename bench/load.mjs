/**
 * Posts what it is given, all at once or each after its delay in milliseconds, from a thread of its own, so that sending
 * does not slow the answering.
 */
import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

const { url, bodies, delays = [] } = workerData;
const agent = new Agent({ keepAlive: true, maxSockets: Infinity });

async function post(body, index) {
  if (delays[index]) await pause(delays[index]);
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          duration: performance.now() - start,
          answeredAt: Date.now(),
        })
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const start = performance.now();
const answers = await Promise.all(bodies.map(post));
parentPort.postMessage({ total: performance.now() - start, answers });
agent.destroy();
