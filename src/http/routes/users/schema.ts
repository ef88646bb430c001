import { z } from 'zod'
import { userInputSchema, userPatchSchema, userSchema } from '../../../users/schema.ts'
import { countSchema, pageOf } from '../shared-schemas.ts'

export const userBodySchema = userInputSchema.meta({ id: 'UserInput' })
export const userPatchBodySchema = userPatchSchema.meta({ id: 'UserPatch' })
export const userAnswerSchema = userSchema.meta({ id: 'User' })
export const userListSchema = pageOf(userAnswerSchema).meta({ id: 'UserList' })

export const userLineSchema = z
  .strictObject({ ...userInputSchema.shape, id: userSchema.shape.id })
  .meta({ id: 'UserLine' })

export const erasureSchema = z
  .strictObject({
    erased: z.record(z.string(), countSchema).meta({ description: 'Rows that went, by kind.' }),
  })
  .meta({ id: 'Erasure' })
