/** Bytes of a piece: the bridge takes 500 kB a call. */
const pieceSize = 200_000;

/** A file as text in pieces that cut no character in two; null where it is no UTF-8. One piece at least. */
export const textPieces = async (file: Blob, size = pieceSize): Promise<string[] | null> => {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const pieces: string[] = [];
  try {
    for (let at = 0; at === 0 || at < file.size; at += size) {
      const bytes = await file.slice(at, at + size).arrayBuffer();
      pieces.push(decoder.decode(bytes, { stream: at + size < file.size }));
    }
  } catch {
    return null;
  }
  return pieces;
};
