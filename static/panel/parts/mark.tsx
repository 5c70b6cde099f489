import { type Meaning, meaningWords } from './verdict-words';

type Size = 'small' | 'medium' | 'large';

/** The sign of a meaning: colour and shape. Its word stands beside it, or is said where it would be seen twice. */
export const Mark = ({ of, size = 'small', silent = false }: { of: Meaning; size?: Size; silent?: boolean }) => (
  <span className={`mark mark-${of} mark-${size}`}>
    <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {shapes[of]}
    </svg>
    {silent ? null : <span className="unseen">{meaningWords[of]}: </span>}
  </span>
);

const inner = {
  className: 'mark-inner',
  strokeWidth: 1.7,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
  fill: 'none',
} as const;
const ring = { cx: 8, cy: 8, fill: 'none', stroke: 'currentColor' } as const;

const shapes: Record<Meaning, JSX.Element> = {
  blocker: (
    <>
      <path fill="currentColor" d="M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5z" />
      <path {...inner} d="M5.6 5.6l4.8 4.8m0-4.8l-4.8 4.8" />
    </>
  ),
  serious: (
    <>
      <path fill="currentColor" stroke="currentColor" strokeWidth="1.6" strokeLinejoin="round" d="M8 1.8l6.6 12H1.4z" />
      <path {...inner} d="M8 6.2v3.4m0 2.2v.1" />
    </>
  ),
  look: (
    <>
      <circle cx="8" cy="8" r="7.2" fill="currentColor" />
      <path {...inner} d="M8 4.4v4.2m0 2.7v.1" />
    </>
  ),
  passed: (
    <>
      <circle cx="8" cy="8" r="7.2" fill="currentColor" />
      <path {...inner} d="M4.8 8.2l2.2 2.2 4.2-4.6" />
    </>
  ),
  'not-yet': <circle {...ring} r="6.4" strokeWidth="1.5" strokeDasharray="2.5 2.5" />,
  'not-certain': (
    <>
      <circle {...ring} r="6.5" strokeWidth="1.5" />
      <path
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        d="M6.2 6.3a1.9 1.9 0 1 1 2.6 1.8c-.5.2-.8.5-.8 1m0 2v.1"
      />
    </>
  ),
  info: (
    <>
      <circle cx="8" cy="8" r="7.2" fill="currentColor" />
      <path {...inner} d="M8 7.4v4.2m0-6.8v-.1" />
    </>
  ),
  running: (
    <>
      <circle {...ring} r="6.2" strokeWidth="2" strokeOpacity=".25" />
      <path
        className="arc"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        d="M8 1.8A6.2 6.2 0 0 1 14.2 8"
      />
    </>
  ),
};
