/** Hands a file over to whoever looks at the panel. */
export const saveFile = (blob: Blob, name: string): void => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // Let go once the browser has taken it.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};
