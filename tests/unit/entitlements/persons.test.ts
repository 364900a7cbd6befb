/** Who is who (RULES M2). */
import {
  haveLeads,
  isSamePerson,
  namesSomeone,
  PersonIndex,
  relationOf,
  scopesOf,
} from '../../../server/src/core/entitlements/persons';

const person = (leadToken: string | null, emailToken: string | null) => ({ leadToken, emailToken });
const DANA = person('lead-dana', 'mail-dana');

it.each([
  ['equal leads', DANA, person('lead-dana', 'mail-2'), 'same'],
  ['equal addresses', DANA, person('lead-2', 'mail-dana'), 'same'],
  ['nothing equal', DANA, person('lead-2', 'mail-2'), 'strangers'],
  ['only leads to compare', DANA, person('lead-2', null), 'strangers'],
  ['only addresses to compare', DANA, person(null, 'mail-2'), 'strangers'],
  ['a lead and an address', person('lead-dana', null), person(null, 'mail-dana'), 'unknown'],
  ['the other way round', person(null, 'mail-dana'), person('lead-dana', null), 'unknown'],
  ['no name', DANA, person(null, null), 'unknown'],
  ['no names', person(null, null), person(null, null), 'unknown'],
] as const)('%s', (_name, one, other, relation) => {
  expect(relationOf(one, other)).toBe(relation);
  expect(relationOf(other, one)).toBe(relation);
  expect(isSamePerson(one, other)).toBe(relation === 'same');
});

it('half a name is a name', () => {
  expect(
    [DANA, person('l', null), person(null, 'm'), person(null, null)].map(namesSomeone)
  ).toEqual([true, true, true, false]);
});

it('leads can be compared where both name one', () => {
  expect(haveLeads(DANA, person('l', null))).toBe(true);
  expect(haveLeads(DANA, person(null, 'm'))).toBe(false);
  expect(haveLeads(person(null, 'm'), DANA)).toBe(false);
});

it('what a person bought of a product is looked for by lead, then by address', () => {
  const [lead, mail] = scopesOf('P', DANA);
  expect(scopesOf('P', person('lead-dana', null))).toEqual([lead]);
  expect(scopesOf('P', person(null, 'mail-dana'))).toEqual([mail]);
  expect(scopesOf('P', person(null, null))).toEqual([]);
  expect(scopesOf('Q', DANA)).not.toContain(lead);
  expect(lead).not.toBe(mail);
});

/** A few under one id are looked through, many are kept by person: both must find the same. */
describe.each([
  ['a few', 0],
  ['many', 20],
])('%s under one id', (_name, strangers) => {
  function indexed(...items: readonly (readonly [string, ReturnType<typeof person>])[]) {
    const index = new PersonIndex<string>();
    const others = Array.from(
      { length: strangers },
      (_, at) => [`stranger-${at}`, person(`l${at}`, `m${at}`)] as const
    );
    for (const [item, whose] of [...others, ...items]) index.add('id', whose, item);
    return index;
  }
  const all = indexed(
    ['by-mail', person('lead-2', 'mail-dana')],
    ['by-lead', person('lead-dana', 'mail-2')],
    ['unnamed', person(null, null)],
    ['by-lead-again', person('lead-dana', null)]
  );

  it('an equal lead is before an equal address', () => {
    expect(all.of('id', DANA)).toEqual(['by-lead', 'by-lead-again']);
    expect(all.first('id', DANA, () => true)).toBe('by-lead');
    expect(all.byEmail('id', DANA)).toEqual(['by-mail']);
    expect(all.byLead('id', DANA)).toEqual(['by-lead', 'by-lead-again']);
  });

  it('the address counts where none with the lead passes', () => {
    const isByMail = (item: string) => item === 'by-mail';
    expect(all.of('id', DANA, isByMail)).toEqual(['by-mail']);
    expect(all.first('id', DANA, isByMail)).toBe('by-mail');
    expect(all.of('id', person(null, 'mail-dana'))).toEqual(['by-mail']);
    expect(all.first('id', DANA, () => false)).toBeUndefined();
  });

  it('who names no one finds no one, and is found among all', () => {
    expect(all.of('id', person(null, null))).toEqual([]);
    expect(all.first('id', person(null, null), () => true)).toBeUndefined();
    expect(all.all('id')).toHaveLength(strangers + 4);
    expect(all.all('id').at(-2)).toBe('unnamed');
  });

  it('another id has nothing', () => {
    expect(all.all('other')).toEqual([]);
    expect(all.of('other', DANA)).toEqual([]);
    expect(all.first('other', DANA, () => true)).toBeUndefined();
  });
});
