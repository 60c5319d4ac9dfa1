import Database from 'libsql'
import type { Note } from '../answers.ts'

/** What visitors leave: kept here, and nowhere else on the server. */
export interface Records {
  favouritesOf(visitor: string): readonly string[]
  setFavourite(visitor: string, packageId: string, isWanted: boolean): void
  notesOn(packageId: string): readonly Note[]
  /** A note that is there already stays as it is. */
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

export function openRecords(file: string): Records {
  const database = new Database(file)
  database.exec(SCHEMA)
  const favourites = database.prepare('select package from favourites where visitor = ? order by package')
  const add = database.prepare('insert or ignore into favourites values (?, ?)')
  const remove = database.prepare('delete from favourites where visitor = ? and package = ?')
  const notes = database.prepare('select * from notes where packageId = ? order by writtenAt desc')
  const write = database.prepare('insert or ignore into notes values (?, ?, ?, ?, ?)')
  const note = database.prepare('select * from notes where id = ?')
  return {
    favouritesOf: (visitor) => favourites.all(visitor).map((row) => (row as { package: string }).package),
    setFavourite: (visitor, packageId, isWanted) => void (isWanted ? add : remove).run(visitor, packageId),
    notesOn: (packageId) => notes.all(packageId).map(noteIn),
    addNote({ id, packageId, author, text, writtenAt }) {
      write.run(id, packageId, author, text, writtenAt)
      return noteIn(note.get(id))
    },
    close: () => database.close(),
  }
}

/** The columns are those of a note. */
function noteIn(row: unknown): Note {
  const { id, packageId, author, text, writtenAt } = row as Note
  return { id, packageId, author, text, writtenAt }
}
