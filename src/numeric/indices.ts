/** 0 … size − 1, or those of them for which `holds`, ascending. By a plain loop: typed arrays' own `from` is slow with a function. */
export function indices(size: number, holds?: (index: number) => boolean): Int32Array {
  const found = new Int32Array(size)
  let count = 0
  for (let i = 0; i < size; i++) if (!holds || holds(i)) found[count++] = i
  return count === size ? found : found.slice(0, count)
}
