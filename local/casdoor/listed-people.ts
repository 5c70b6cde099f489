import { type Json, type JsonObject, listedUser, type UserDocument } from './documents';

/** JSON of a list, written as bytes: a page of a thousand people is 3 MB, which texts glued from pieces make slowly. */
export class ListBytes {
  #bytes: Buffer;
  #length = 0;
  #count = 0;

  /** @param items How many are to be expected. */
  constructor(items: number) {
    this.#bytes = Buffer.allocUnsafe(usualItem * Math.max(1, items));
    this.text('[');
  }

  /** Begins the next item. */
  next(): void {
    if (this.#count > 0) this.text(',');
    this.#count += 1;
  }

  text(text: string): void {
    // No letter of UTF-16 is longer than three bytes of UTF-8.
    this.#makeRoom(text.length * 3);
    this.#length += this.#bytes.write(text, this.#length, 'utf8');
  }

  piece(piece: Buffer): void {
    this.#makeRoom(piece.length);
    this.#bytes.set(piece, this.#length);
    this.#length += piece.length;
  }

  end(): Buffer {
    this.text(']');
    return this.#bytes.subarray(0, this.#length);
  }

  #makeRoom(length: number): void {
    if (this.#length + length <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + length));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

/** Bytes of one person. */
const usualItem = 3200;

export const addUser = (list: ListBytes, user: UserDocument): void => {
  list.next();
  list.text(JSON.stringify(listedUser(user)));
};

/** Adds people who are as `blank` but for the keys of `told`, without making a document of 182 keys of each. */
export const listedTemplate = (blank: UserDocument, told: { readonly [key: string]: (place: number) => Json }) => {
  const pieces: { before: Buffer; tell: (place: number) => Json }[] = [];
  const whole: JsonObject = listedUser(blank);
  let before = '';
  for (const [key, value] of Object.entries(whole)) {
    before += `${before === '' && pieces.length === 0 ? '{' : ','}${JSON.stringify(key)}:`;
    const tell = told[key];
    if (tell === undefined) before += JSON.stringify(value);
    else {
      pieces.push({ before: Buffer.from(before), tell });
      before = '';
    }
  }
  const end = Buffer.from(`${before}}`);
  return (list: ListBytes, place: number): void => {
    list.next();
    for (const piece of pieces) {
      list.piece(piece.before);
      list.text(JSON.stringify(piece.tell(place)));
    }
    list.piece(end);
  };
};
