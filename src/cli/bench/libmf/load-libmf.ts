import { z } from 'zod'

/** What we use of libmf 0.2.0 from npm. */
export interface Libmf {
  readonly Loss: Readonly<Record<'ONE_CLASS_ROW' | 'ONE_CLASS_COL' | 'ONE_CLASS_L2', number>>
  readonly Matrix: new () => LibmfMatrix
  readonly Model: new (options: Readonly<Record<string, unknown>>) => LibmfModel
}

export interface LibmfMatrix {
  push(row: number, column: number, value: number): void
}

export interface LibmfModel {
  fit(data: LibmfMatrix): void
  /** factors of the rows and of the columns */
  p(): number[][]
  q(): number[][]
  destroy(): void
}

const isClass = (value: unknown) => typeof value === 'function'
const libmfSchema = z.custom<Libmf>(
  (value) =>
    z
      .object({
        Loss: z.object({ ONE_CLASS_ROW: z.number(), ONE_CLASS_COL: z.number(), ONE_CLASS_L2: z.number() }),
        Matrix: z.custom(isClass),
        Model: z.custom(isClass),
      })
      // A module is no plain object.
      .safeParse({ ...(typeof value === 'object' ? value : {}) }).success,
)

/** It is no dependency: native code that only this comparison wants. A name that is no literal keeps the compiler from asking for it. */
const packageName: string = 'libmf'

/** @throws with how to install it */
export async function loadLibmf(): Promise<Libmf> {
  const loaded: unknown = await import(packageName).catch((cause: unknown) => {
    throw new Error(
      'This comparison wants libmf, which is no part of Maitre: npm install --no-save libmf@0.2.0 (its dependency koffi has an install script, which need not run).',
      { cause },
    )
  })
  return libmfSchema.parse(loaded)
}
