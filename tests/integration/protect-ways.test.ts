import { startContentSite, type ContentSite } from '../helpers/content-site';
import { WAYS } from '../helpers/content-ways';

/** Every way to a protected type, on one site that protects it and on its twin that doesn't. */
const NAMES = WAYS.map((way) => [way.name, way] as const);

describe('a site that protects its recipes', () => {
  let site: ContentSite;

  beforeAll(async () => {
    site = await startContentSite();
  });
  afterAll(() => site.stop());

  it.each(NAMES)('tells nothing without the level: %s', async (_, way) => {
    expect(await way.tells(site.stranger, site.ids)).toBe(false);
    expect(await way.tells(site.visitor, site.ids)).toBe(false);
  });

  it.each(NAMES)('opens with the level alone: %s', async (_, way) => {
    expect(await way.tells(site.member, site.ids)).toBe(true);
  });
});

describe('its twin without protect', () => {
  let site: ContentSite;

  beforeAll(async () => {
    site = await startContentSite({ environment: { CONTENT_PROTECTED: 'false' } });
  });
  afterAll(() => site.stop());

  it.each(NAMES)('leaks where boxes are ticked: %s', async (_, way) => {
    expect(await way.tells(site.stranger, site.ids)).toBe(true);
  });
});
