/** A request to the one address that is the page behind a link and the callback of Casdoor. */
export type DoorRequest = {
  method: string;
  query: Readonly<Record<string, readonly string[]>>;
  /** Form encoded. */
  body: string;
};
export type DoorResponse = { status: number; headers: Record<string, string>; body: string };
