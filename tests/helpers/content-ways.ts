import { SECRET, type ContentSite, type Reader } from './content-site';

type Ids = ContentSite['ids'];

/** One way to a recipe. True: it told something that only the recipe knows. */
export interface Way {
  readonly name: string;
  readonly tells: (reader: Reader, ids: Ids) => Promise<boolean>;
}

/** The answer has a protected text in it. */
const shows = (name: string, path: string | ((ids: Ids) => string)): Way => ({
  name,
  async tells(reader, ids) {
    const { text } = await reader.get(typeof path === 'string' ? path : path(ids));
    return text.includes(SECRET);
  },
});

/** The answer differs with what was asked, so that a field can be guessed letter by letter or put in order. */
const differs = (name: string, path: (guess: string) => string, guesses = GUESSES): Way => ({
  name,
  async tells(reader) {
    const [right, wrong] = await Promise.all(guesses.map((guess) => reader.get(path(guess))));
    return right?.text !== wrong?.text;
  },
});
const GUESSES = ['Apple', 'Quince'];
const ORDERS = ['asc', 'desc'];

const showsInGraphql = (name: string, query: string | ((ids: Ids) => string)): Way => ({
  name: `GraphQL: ${name}`,
  async tells(reader, ids) {
    const { text } = await reader.graphql(typeof query === 'string' ? query : query(ids));
    return text.includes(SECRET);
  },
});

const differsInGraphql = (
  name: string,
  query: (guess: string) => string,
  guesses = GUESSES
): Way => ({
  name: `GraphQL: ${name}`,
  async tells(reader) {
    const [right, wrong] = await Promise.all(guesses.map((guess) => reader.graphql(query(guess))));
    return right?.text !== wrong?.text;
  },
});

const counts = (name: string, query: string): Way => ({
  name: `GraphQL: ${name}`,
  tells: async (reader) => /"total":[1-9]|"Recipe"/.test((await reader.graphql(query)).text),
});

const REST: readonly Way[] = [
  shows('its list', '/recipes'),
  shows('one of its entries', ({ oats }) => `/recipes/${oats}`),
  shows('drafts', '/recipes?status=draft'),
  shows('one draft', ({ oats }) => `/recipes/${oats}?status=draft`),
  shows('another locale', '/recipes?locale=de'),
  differs('its own filters', (guess) => `/recipes?filters[method][$startsWith]=${guess}`),
  shows('its own search', '/recipes?_q=Apple'),
  shows('populate by name', '/articles?populate=recipe'),
  shows('populate of one article', ({ breakfast }) => `/articles/${breakfast}?populate=recipes`),
  shows('populate of everything', '/articles?populate=*'),
  shows('populate as a list', '/articles?populate[0]=card&populate[1]=recipes'),
  shows('populate with fields', '/articles?populate[recipes][fields][0]=method'),
  shows('deep populate', '/articles?populate[related][populate][recipes]=true'),
  shows('deep populate of everything', '/articles?populate[related][populate]=*'),
  shows('populate of drafts', '/articles?status=draft&populate=recipes'),
  shows('populate in another locale', '/articles?locale=de&populate=recipes'),
  shows('a component', '/articles?populate[card][populate]=recipe'),
  shows('a repeatable component', '/articles?populate[cards][populate]=recipes'),
  shows(
    'a dynamic zone by component',
    '/articles?populate[zone][on][shared.card][populate]=recipe'
  ),
  shows('a dynamic zone with everything', '/articles?populate[zone][populate]=*'),
  shows('a relation to any type', '/articles?populate=about'),
  shows(
    'a relation to any type, by type',
    '/articles?populate[about][on][api::recipe.recipe][fields][0]=method'
  ),
  shows('a file that is used by it', '/upload/files?populate=related'),
  shows('a page of the site with recipes', '/pages/latest'),
  shows('a page that does not say who asks', '/pages/forgetful'),
  differs(
    'filters through a relation',
    (guess) => `/articles?filters[recipe][method][$startsWith]=${guess}`
  ),
  differs(
    'filters within $or',
    (guess) => `/articles?filters[$or][0][recipes][method][$contains]=${guess}`
  ),
  differs(
    'filters through a component',
    (guess) => `/articles?filters[card][recipe][method][$startsWith]=${guess}`
  ),
  differs(
    'filters inside populate',
    (guess) => `/articles?populate[related][filters][recipe][method][$startsWith]=${guess}`
  ),
  differs(
    'filters deep inside populate',
    (guess) =>
      `/articles?populate[related][populate][related][filters][recipe][method][$contains]=x&populate[related][filters][$not][recipes][method][$startsWith]=${guess}`
  ),
  differs(
    'filters of a page of the site',
    (guess) => `/pages/matching?filters[recipe][method][$startsWith]=${guess}`
  ),
  differs('sort through a relation', (order) => `/articles?sort=recipe.method:${order}`, ORDERS),
  differs('sort as an object', (order) => `/articles?sort[recipe][method]=${order}`, ORDERS),
  {
    name: 'the number of entries of a relation',
    tells: async (reader) =>
      (await reader.get('/articles?populate[recipes][count]=true')).text.includes('"count":1'),
  },
];

const GRAPHQL: readonly Way[] = [
  showsInGraphql('list', '{ recipes { title method } }'),
  showsInGraphql('one', ({ oats }) => `{ recipe(documentId: "${oats}") { method } }`),
  showsInGraphql('connection', '{ recipes_connection { nodes { method } } }'),
  showsInGraphql('drafts', '{ recipes(status: DRAFT) { method } }'),
  showsInGraphql('another locale', '{ recipes(locale: "de") { method } }'),
  showsInGraphql('nested', '{ articles { recipe { method } recipes { method } } }'),
  showsInGraphql('nested one', '{ articles { recipe { title } } }'),
  showsInGraphql('nested connection', '{ articles { recipes_connection { nodes { method } } } }'),
  showsInGraphql('deep', '{ articles { related { related { title } recipes { method } } } }'),
  showsInGraphql(
    'fragments',
    'fragment F on Recipe { method } { articles { ... on Article { recipes { ...F } } } }'
  ),
  showsInGraphql('alias', '{ articles { a: recipes { b: method } } }'),
  showsInGraphql('component of it', '{ articles { recipe { steps { text } } } }'),
  showsInGraphql('component', '{ articles { card { recipe { method } } } }'),
  showsInGraphql('repeatable component', '{ articles { cards { recipes { method } } } }'),
  showsInGraphql(
    'component, connection',
    '{ articles { cards { recipes_connection { nodes { method } } } } }'
  ),
  showsInGraphql(
    'dynamic zone',
    '{ articles { zone { ... on ComponentSharedCard { recipe { method } } } } }'
  ),
  counts('number of entries', '{ recipes_connection { pageInfo { total } } }'),
  counts('number of related entries', '{ articles { recipes { __typename } } }'),
  counts(
    'number of entries in a component',
    '{ articles { zone { ... on ComponentSharedCard { recipes { __typename } } } } }'
  ),
  differsInGraphql(
    'filters',
    (guess) =>
      `{ articles(filters: { recipe: { method: { startsWith: "${guess}" } } }) { documentId } }`
  ),
  differsInGraphql(
    'filters through a component',
    (guess) =>
      `{ articles(filters: { card: { recipe: { method: { startsWith: "${guess}" } } } }) { documentId } }`
  ),
  differsInGraphql(
    'filters of a relation',
    (guess) =>
      `{ articles { related(filters: { recipe: { method: { startsWith: "${guess}" } } }) { documentId } } }`
  ),
  differsInGraphql(
    'sort',
    (order) => `{ articles(sort: "recipe.method:${order}") { documentId } }`,
    ORDERS
  ),
];

/** Every way by which a recipe, or what one of its fields says, could reach an answer. */
export const WAYS: readonly Way[] = [...REST, ...GRAPHQL];
