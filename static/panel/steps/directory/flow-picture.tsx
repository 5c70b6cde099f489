import type { DryRunSums } from '../../../../src/contract/dry-run';
import { countOf } from '../../parts/numbers';
import { type Flow, type FlowNode, flowInWords, flowOf } from './flow';
import { toneOf } from './tones';

/** Left edges of the three columns, in units of the view box. */
const columns = [0, 330, 668] as const;
const bar = 10;
const width = 920;

/** Where people flow: to scale, labelled, in the colours of the list. One stacked bar where there is little room. */
export const FlowPicture = ({ sums, product }: { sums: DryRunSums; product: string }) => {
  const flow = flowOf(sums);
  if (flow.outcomes.length === 0) return null;
  return (
    <figure className="flow-figure">
      <svg className="flow" viewBox={`0 0 ${width} ${flow.height}`} role="img" aria-label={flowInWords(flow, product)}>
        <Headings flow={flow} sums={sums} product={product} />
        {flow.bands.map(({ key, tone, from, to }) => (
          <path
            key={key}
            className="flow-band"
            fill={toneOf[tone]}
            d={bandPath(columns[from.column] + bar, from, from.column === 0 ? columns[1] : columns[2], to)}
          />
        ))}
        <rect
          x={columns[0]}
          y={flow.people.y}
          width={bar}
          height={flow.people.height}
          rx={2}
          fill="var(--ds-chart-neutral)"
        />
        {flow.outcomes.map((node) => (
          <Bar key={node.key} node={node} x={columns[1]} />
        ))}
        {flow.accounts.map((node) => (
          <Bar key={node.key} node={node} x={columns[2]} />
        ))}
        {flow.isWidened && (
          <text className="flow-note" x={0} y={flow.height - 6}>
            Bands under 2% are drawn wider than they are.
          </text>
        )}
      </svg>
      <div className="stacked-bar" aria-hidden="true">
        {flow.outcomes.map(({ key, count, tone }) => (
          <i key={key} style={{ flex: `${count} 0 4px`, background: toneOf[tone] }} />
        ))}
      </div>
    </figure>
  );
};

const Headings = ({ flow, sums, product }: { flow: Flow; sums: DryRunSums; product: string }) => (
  <>
    <text className="flow-strong" x={columns[0]} y={14}>
      {countOf(flow.people.count)} people in Casdoor
    </text>
    <text className="flow-strong" x={columns[1]} y={14}>
      Their first sign-in
    </text>
    <text className="flow-strong" x={columns[2]} y={14}>
      {sums.accounts === null
        ? `Accounts in ${product}: not read`
        : `Accounts in ${product}: ${countOf(sums.accounts)} today`}
    </text>
  </>
);

const Bar = ({ node, x }: { node: FlowNode; x: number }) => (
  <>
    <rect x={x} y={node.y} width={bar} height={node.height} rx={2} fill={toneOf[node.tone]} />
    <text className={node.height < 8 ? 'flow-halo' : undefined} x={x + bar + 10} y={node.y + node.height / 2 + 4.5}>
      <tspan className="flow-strong">{countOf(node.count)}</tspan> {node.words}
    </text>
  </>
);

type Side = { y: number; height: number };

const bandPath = (x: number, from: Side, goal: number, to: Side): string => {
  const middle = (x + goal) / 2;
  return (
    `M${x} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${goal} ${to.y}` +
    `L${goal} ${to.y + to.height}C${middle} ${to.y + to.height} ${middle} ${from.y + from.height} ${x} ${from.y + from.height}Z`
  );
};
