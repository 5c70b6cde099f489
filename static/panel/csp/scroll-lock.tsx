import type { ReactNode } from 'react';

/** react-scrolllock writes a `<style>`; Atlaskit's dialog locks scrolling by inline properties as well. */
const ScrollLock = ({ children }: { children?: ReactNode }) => <>{children}</>;

export const TouchScrollable = ScrollLock;
// Atlaskit imports the default.
export default ScrollLock;
