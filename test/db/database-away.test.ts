import { expect, test } from 'vitest'
import { isDatabaseAway } from '../../src/db/database-away.ts'

const fault = (code: string) => Object.assign(new Error('as PostgreSQL says it'), { code })

test.each(['08006', '53100', '53300', '57P01', '57014', '58030', '58P01', 'ECONNREFUSED', 'P1001'])(
  '%s is no fault of the request: it may succeed later',
  (code) => {
    expect(isDatabaseAway(fault(code))).toBe(true)
    expect(isDatabaseAway(new Error('wrapped', { cause: fault(code) }))).toBe(true)
  },
)

test.each(['23505', '42P01', '22P02', 'P2002', 'ENOENT'])(
  '%s is a fault of ours or of the caller',
  (code) => {
    expect(isDatabaseAway(fault(code))).toBe(false)
  },
)
