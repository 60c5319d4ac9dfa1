// The calls of the package sqlite3 that @keyv/sqlite makes, over libsql. Its binaries come from npm, so no compiler is needed.

const Libsql = require('libsql')

/** Calls back with the result of `work`, or with its error. */
function answer(callback, work) {
  let outcome
  try {
    outcome = [null, work()]
  } catch (error) {
    outcome = [error]
  }
  setImmediate(() => callback?.(...outcome))
}

class Database {
  constructor(file, callback) {
    answer(callback, () => {
      this.database = new Libsql(file)
    })
  }

  /** The parameters are an array, or come one by one. */
  all(sql, ...rest) {
    const callback = rest.pop()
    answer(callback, () => {
      const statement = this.database.prepare(sql)
      const parameters = rest.flat()
      return statement.reader ? statement.all(...parameters) : void statement.run(...parameters)
    })
  }

  configure(option, value) {
    if (option === 'busyTimeout') this.database.pragma(`busy_timeout = ${value}`)
  }

  close(callback) {
    answer(callback, () => this.database.close())
  }
}

module.exports = { Database }
