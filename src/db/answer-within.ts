/**
 * A statement's own limit for how long its answer may take, ms, to be spread into pg's query configuration, whose types don't know
 * it. Beyond it the statement fails here, whether PostgreSQL is heard or not, and the pool throws the connection away.
 */
export const answerWithin = (ms: number): { query_timeout: number } => ({ query_timeout: ms })
