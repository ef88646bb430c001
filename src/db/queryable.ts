import type pg from 'pg'

/** What runs a statement: the pool on its own, or one connection inside a transaction. */
export type Queryable = pg.Pool | pg.ClientBase
