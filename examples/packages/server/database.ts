import SqliteDatabase from 'libsql'
import type { Note } from '../api-types.ts'

/** Stores the data of visitors. It is the only place on the server that does. */
export interface Database {
  listFavourites(visitorId: string): readonly string[]
  setFavourite(visitorId: string, packageId: string, isFavourite: boolean): void
  listNotes(packageId: string): readonly Note[]
  addNote(note: Note): void
  findNote(id: string): Note | undefined
  /**
   * Runs `work` in a transaction, unless a request of this visitor with this id has run before. Returns true if it ran. What is stored
   * tells it, so a server that was killed before it could answer does nothing twice.
   */
  runOnce(visitorId: string, requestId: string, work: () => void): boolean
  close(): void
}

const SCHEMA = `
  pragma journal_mode = wal;
  create table if not exists favourites (visitor text, package text, primary key (visitor, package)) without rowid;
  create table if not exists notes (
    id text primary key, packageId text not null, author text not null, text text not null, writtenAt integer not null
  );
  create index if not exists notesByPackage on notes (packageId, writtenAt);
  create table if not exists requests (visitor text, id text, at integer not null, primary key (visitor, id)) without rowid;
`

/** Longer than a browser sends a request again: its outbox refuses what is older than 30 days. */
const REQUEST_AGE_MS = 60 * 24 * 60 * 60 * 1_000

export function openDatabase(file: string): Database {
  const database = new SqliteDatabase(file)
  database.exec(SCHEMA)
  const selectFavourites = database.prepare('select package from favourites where visitor = ? order by package')
  const insertFavourite = database.prepare('insert or ignore into favourites values (?, ?)')
  const deleteFavourite = database.prepare('delete from favourites where visitor = ? and package = ?')
  const selectNotes = database.prepare('select * from notes where packageId = ? order by writtenAt desc')
  const insertNote = database.prepare('insert or ignore into notes values (?, ?, ?, ?, ?)')
  const selectNote = database.prepare('select * from notes where id = ?')
  const insertRequest = database.prepare('insert or ignore into requests values (?, ?, ?)')
  const runOnce = database.transaction((visitorId: string, requestId: string, work: () => void): boolean => {
    const isNew = insertRequest.run(visitorId, requestId, Date.now()).changes > 0
    if (isNew) work()
    return isNew
  })
  database.prepare('delete from requests where at < ?').run(Date.now() - REQUEST_AGE_MS)
  return {
    listFavourites: (visitorId) => selectFavourites.all(visitorId).map((row) => (row as { package: string }).package),
    setFavourite(visitorId, packageId, isFavourite) {
      const statement = isFavourite ? insertFavourite : deleteFavourite
      statement.run(visitorId, packageId)
    },
    listNotes: (packageId) => selectNotes.all(packageId).map(readNote),
    addNote({ id, packageId, author, text, writtenAt }) {
      insertNote.run(id, packageId, author, text, writtenAt)
    },
    findNote(id) {
      const row = selectNote.get(id)
      return row === undefined ? undefined : readNote(row)
    },
    runOnce,
    close: () => database.close(),
  }
}

function readNote(row: unknown): Note {
  const { id, packageId, author, text, writtenAt } = row as Note // the columns of the table are the fields of a note
  return { id, packageId, author, text, writtenAt }
}
