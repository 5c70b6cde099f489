import { type Rect, useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, memo, type ReactNode, type RefObject, useCallback, useEffect, useId, useRef } from 'react';
import './virtual-table.css';

/** A list too long to be at hand; what is missing of it stands as a placeholder. */
export type RowSource<T> = {
  /** Null until it is known. */
  total: number | null;
  at: (index: number) => T | undefined;
  /** Says which rows are looked at. */
  want: (from: number, to: number) => void;
};

export type Column<T> = { key: string; name: string; cell: (row: T) => ReactNode };

type VirtualTableProps<T> = {
  label: string;
  source: RowSource<T>;
  columns: readonly Column<T>[];
  /** Pixels of a row, all of them alike. */
  rowHeight: number;
  /** The row that the keyboard is at. */
  active: number;
  onActive: (index: number) => void;
  onOpen: (index: number) => void;
  onLeave?: () => void;
  /** The class that lays out the cells of a row. */
  look: string;
  grid: RefObject<HTMLDivElement>;
};

/** Chromium and Firefox draw nothing below this many pixels; a longer list is scrolled through in greater steps. */
const tallest = 15_000_000;
/** Pixels of rows that are seen at once, in most windows. */
const usualHeight = 600;
/** Rows drawn above and below what is seen. */
const overscan = 8;

/** A table of any length. One row is in the tab order; arrows, Home, End and the page keys move it, Enter opens it. */
export const VirtualTable = <T,>({
  label,
  source,
  columns,
  rowHeight,
  active,
  onActive,
  onOpen,
  onLeave,
  look,
  grid,
}: VirtualTableProps<T>) => {
  const id = useId();
  const count = source.total ?? 0;
  const whole = count * rowHeight;
  /** How many pixels of the list a pixel of the scroll bar stands for. */
  const stretch = useRef(1);
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count,
    getScrollElement: () => grid.current,
    estimateSize: () => rowHeight,
    overscan,
    // Drawn at once, before anything is measured.
    initialRect: { width: 0, height: usualHeight },
    useFlushSync: false,
    observeElementRect: watchSize,
    observeElementOffset: (instance, report) => watchOffset(instance, stretch, report),
    scrollToFn: (offset, _options, instance) => {
      if (instance.scrollElement) instance.scrollElement.scrollTop = offset / stretch.current;
    },
  });
  const seen = virtualizer.scrollRect?.height ?? 0;
  stretch.current = whole > tallest ? (whole - seen) / (tallest - seen) : 1;
  const offset = virtualizer.scrollOffset ?? 0;
  const shift = offset - offset / stretch.current;

  // Rows of another height lie elsewhere.
  const measured = useRef(rowHeight);
  useEffect(() => {
    if (measured.current === rowHeight) return;
    measured.current = rowHeight;
    virtualizer.measure();
  }, [rowHeight, virtualizer]);

  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  const { want } = source;
  useEffect(() => want(first, last), [want, first, last]);

  const goTo = (index: number) => onActive(Math.max(0, Math.min(count - 1, index)));
  // Not by the virtualizer, which takes the height of the element for that of the list.
  const shown = useRef(active);
  useEffect(() => {
    const element = grid.current;
    if (!element || shown.current === active) return;
    shown.current = active;
    const start = active * rowHeight;
    const above = element.scrollTop * stretch.current;
    if (start < above) element.scrollTop = start / stretch.current;
    else if (start + rowHeight > above + seen) element.scrollTop = (start + rowHeight - seen) / stretch.current;
  }, [active, grid, rowHeight, seen]);

  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.max(1, Math.floor(seen / rowHeight) - 1);
    const moves: Partial<Record<string, () => void>> = {
      ArrowDown: () => goTo(active + 1),
      ArrowUp: () => goTo(active - 1),
      PageDown: () => goTo(active + page),
      PageUp: () => goTo(active - page),
      Home: () => goTo(0),
      End: () => goTo(count - 1),
      Enter: () => onOpen(active),
      ...(onLeave && { Escape: onLeave }),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  };
  const open = useCallback(
    (index: number) => {
      onActive(index);
      onOpen(index);
    },
    [onActive, onOpen],
  );
  const isDrawn = items.some(({ index }) => index === active);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table of the browser would hold every row.
    <div
      ref={grid}
      className={`virtual ${look}`}
      role="grid"
      aria-label={label}
      aria-rowcount={source.total === null ? -1 : count + 1}
      aria-colcount={columns.length}
      tabIndex={0}
      aria-activedescendant={isDrawn ? `${id}-${active}` : undefined}
      onKeyDown={press}
    >
      {/* biome-ignore lint/a11y: the parts of the table above. */}
      <div className="virtual-head" role="row" aria-rowindex={1}>
        {columns.map(({ key, name }) => (
          // biome-ignore lint/a11y: the parts of the table above.
          <span key={key} role="columnheader" className={`cell-${key}`}>
            {name}
          </span>
        ))}
      </div>
      {/* biome-ignore lint/a11y: the parts of the table above. */}
      <div className="virtual-all" role="rowgroup" style={{ height: Math.min(whole, tallest) }}>
        {items.map(({ index, start }) => (
          <Row
            key={index}
            id={`${id}-${index}`}
            index={index}
            y={start - shift}
            height={rowHeight}
            row={source.at(index)}
            columns={columns as readonly Column<unknown>[]}
            isActive={index === active}
            onOpen={open}
          />
        ))}
      </div>
    </div>
  );
};

type RowProps = {
  id: string;
  index: number;
  y: number;
  height: number;
  row: unknown;
  columns: readonly Column<unknown>[];
  isActive: boolean;
  onOpen: (index: number) => void;
};

/** Drawn anew only where it moved, came, or became the active one. */
const Row = memo(({ id, index, y, height, row, columns, isActive, onOpen }: RowProps) => (
  // biome-ignore lint/a11y/useFocusableInteractive: the table has the focus, and names this row as its active one.
  // biome-ignore lint/a11y/useKeyWithClickEvents: the table takes the keys.
  // biome-ignore lint/a11y/useSemanticElements: see the table.
  <div
    id={id}
    role="row"
    aria-rowindex={index + 2}
    aria-selected={isActive}
    className={isActive ? 'virtual-row is-active' : 'virtual-row'}
    style={{ height, transform: `translateY(${y}px)` }}
    onClick={() => onOpen(index)}
  >
    {columns.map(({ key, name, cell }) => (
      // biome-ignore lint/a11y/useFocusableInteractive: see the row.
      // biome-ignore lint/a11y/useSemanticElements: see the table.
      <span key={key} role="gridcell" className={`cell-${key}`} data-label={name}>
        {row === undefined ? <i className="placeholder" /> : cell(row)}
      </span>
    ))}
  </div>
));
Row.displayName = 'Row';

type Instance = Virtualizer<HTMLDivElement, HTMLDivElement>;

const watchSize = (instance: Instance, report: (rect: Rect) => void) => {
  const element = instance.scrollElement;
  if (!element) return;
  const look = () => {
    const head = element.firstElementChild instanceof HTMLElement ? element.firstElementChild.offsetHeight : 0;
    report({ width: element.clientWidth, height: element.clientHeight - head });
  };
  look();
  const observer = new ResizeObserver(look);
  observer.observe(element);
  return () => observer.disconnect();
};

const watchOffset = (
  instance: Instance,
  stretch: { readonly current: number },
  report: (offset: number, isScrolling: boolean) => void,
) => {
  const element = instance.scrollElement;
  if (!element) return;
  const look = () => report(element.scrollTop * stretch.current, false);
  look();
  element.addEventListener('scroll', look, { passive: true });
  return () => element.removeEventListener('scroll', look);
};
