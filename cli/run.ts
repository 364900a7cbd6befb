import { HELP } from './help';
import { readOptions, UsageError } from './options';
import { composeRequest, send } from './send';

export interface Console {
  log(text: string): void;
  error(text: string): void;
}

/** Exit code of the command. */
export async function run(args: readonly string[], told: Console, now: number): Promise<0 | 1 | 2> {
  try {
    const options = readOptions(args);
    if (options === 'help') {
      told.log(HELP);
      return args.length === 0 ? 2 : 0;
    }
    const request = composeRequest(options, now);
    if (options.isDryRun || options.url === null) {
      told.log(request.body);
      return 0;
    }
    const { isReceived, text } = await send(options.url, request);
    if (isReceived) told.log(text);
    else told.error(text);
    return isReceived ? 0 : 1;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    told.error(`${error.message}\nTry strapi-plugin-kartra --help.`);
    return 2;
  }
}
