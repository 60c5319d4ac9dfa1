/** A value of about 1 kB of JSON. */
export function createUser(id) {
  return {
    id,
    name: 'Ada Lovelace',
    notes: 'n'.repeat(900),
    tags: ['mathematics', 'engines'],
    active: true,
    score: 0.5,
  }
}

/** A list of records, as a database returns it. */
export function createRecords(length) {
  return Array.from({ length }, (_, id) => ({
    id,
    name: `User ${id}`,
    email: `user${id}@example.org`,
    active: id % 3 === 0,
    score: id / 7,
    city: { name: 'Zürich', zip: '8001' },
    since: '2020-01-01T00:00:00.000Z',
    manager: null,
    tags: ['one', 'two'],
  }))
}
