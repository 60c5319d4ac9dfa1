import SqliteDatabase from 'libsql'
import type { Note } from '../api-types.ts'

/** Stores the data of visitors. It is the only place on the server that does. */
export interface Database {
  listFavourites(visitorId: string): readonly string[]
  setFavourite(visitorId: string, packageId: string, isFavourite: boolean): void
  listNotes(packageId: string): readonly Note[]
  /** Stores the note and returns it. If its id exists already, returns the stored note unchanged. */
  addNote(note: Note): Note
  close(): void
}

const SCHEMA = `
  pragma journal_mode = wal;
  create table if not exists favourites (visitor text, package text, primary key (visitor, package)) without rowid;
  create table if not exists notes (
    id text primary key, packageId text not null, author text not null, text text not null, writtenAt integer not null
  );
  create index if not exists notesByPackage on notes (packageId, writtenAt);
`

export function openDatabase(file: string): Database {
  const database = new SqliteDatabase(file)
  database.exec(SCHEMA)
  const selectFavourites = database.prepare('select package from favourites where visitor = ? order by package')
  const insertFavourite = database.prepare('insert or ignore into favourites values (?, ?)')
  const deleteFavourite = database.prepare('delete from favourites where visitor = ? and package = ?')
  const selectNotes = database.prepare('select * from notes where packageId = ? order by writtenAt desc')
  const insertNote = database.prepare('insert or ignore into notes values (?, ?, ?, ?, ?)')
  const selectNote = database.prepare('select * from notes where id = ?')
  return {
    listFavourites: (visitorId) => selectFavourites.all(visitorId).map((row) => (row as { package: string }).package),
    setFavourite(visitorId, packageId, isFavourite) {
      const statement = isFavourite ? insertFavourite : deleteFavourite
      statement.run(visitorId, packageId)
    },
    listNotes: (packageId) => selectNotes.all(packageId).map(readNote),
    addNote({ id, packageId, author, text, writtenAt }) {
      insertNote.run(id, packageId, author, text, writtenAt)
      return readNote(selectNote.get(id))
    },
    close: () => database.close(),
  }
}

function readNote(row: unknown): Note {
  const { id, packageId, author, text, writtenAt } = row as Note // the columns of the table are the fields of a note
  return { id, packageId, author, text, writtenAt }
}
